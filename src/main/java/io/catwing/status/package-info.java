/** Where every entity of every client stands, read from the bucket and the ledger; nothing is kept for it. */
package io.catwing.status;
