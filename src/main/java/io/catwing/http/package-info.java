/**
 * What every stage that asks a server over HTTP has in common: connections whose answers stay streams, credentials that are
 * added below Camel, addresses, limits, and when something is asked for again. Which server, and what its answers mean, is
 * for the stages to say.
 */
package io.catwing.http;
