/**
 * What every stage that calls a server over HTTP has in common: connections whose answers stay streams, credentials that are
 * added below Camel, addresses, limits, retry delays, and the end of what is under way when the process is told to stop. The
 * stages decide which server to call, and what its answers mean.
 */
package io.catwing.http;
