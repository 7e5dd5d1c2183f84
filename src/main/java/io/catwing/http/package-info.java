/**
 * What every stage that calls a server over HTTP has in common: connections whose answers stay streams, credentials that are
 * added below Camel, addresses, limits, and retry delays. The stages decide which server to call, and what its answers
 * mean.
 */
package io.catwing.http;
