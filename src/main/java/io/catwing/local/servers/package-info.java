/**
 * The default if no servers are named: a PostgreSQL and an S3 started with the command and ended with
 * it, their data kept under {@code CATWING_HOME}. Also decides, for all stages, which database and which S3 are used.
 */
package io.catwing.local.servers;
