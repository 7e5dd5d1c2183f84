/**
 * What lets the program run without configuration: an embedded PostgreSQL, S3 and two ERPs, and the commands that show
 * them. The product imports nothing of it, and starts without it against servers that the configuration names.
 */
package io.catwing.local;
