/**
 * What lets the program run with no configuration: a PostgreSQL, an S3 and two ERPs of its own, and the commands that show
 * them. The product imports nothing of it, and starts without it against servers that the configuration names.
 */
package io.catwing.local;
