/** Rows to the server: the new ones by COPY straight into their tables, those of known keys by way of a merge. */
package io.catwing.load.copy;
