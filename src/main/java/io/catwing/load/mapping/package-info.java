/** Raw files to rows: each record is walked once, by the client's mapping, and becomes rows in COPY's text format or a reject. */
package io.catwing.load.mapping;
