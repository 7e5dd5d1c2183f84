/** Rows to the server: new ones by COPY directly into their tables, those of known keys through a merge. */
package io.catwing.load.copy;
