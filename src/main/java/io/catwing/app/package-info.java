/**
 * The start: the DataSource, Flyway and the S3 client of the servers that the configuration names, the routes in JMX, and a
 * second pipeline in this process on another database of the same server, by which a recovery fills a new database with
 * the very stages that fill the live one.
 */
package io.catwing.app;
