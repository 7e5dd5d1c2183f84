/** A table's content as one number that does not depend on the order of its rows: how two databases are found equal. */
package io.catwing.digest;
