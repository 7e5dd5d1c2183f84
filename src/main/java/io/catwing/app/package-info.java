/**
 * Startup: the DataSource, Flyway and the S3 client for the servers that the configuration names, the routes in JMX, and a
 * second pipeline in this process on another database of the same server, with which a recovery fills a new database by
 * the same stages that fill the live one.
 */
package io.catwing.app;
