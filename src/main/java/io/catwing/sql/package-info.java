/** The SQL of every stage stands in files of its own; this is how Java reads them. */
package io.catwing.sql;
