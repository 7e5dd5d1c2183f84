/**
 * Proposes what a client's file may say, from an answer of its ERP. People look at it before it counts: nothing here is used to read
 * data.
 */
package io.catwing.client.guess;
