/** Where every entity and every stage of every client stands, read from the bucket and what runs wrote down. */
package io.catwing.status;
