/**
 * What the service tells in JMX, under {@code io.catwing}: owed work, the ledger, backups and drills, for Hawtio and whatever
 * else reads JMX. Each value is asked for at most once a minute, however often it is read, and nothing here changes anything.
 */
package io.catwing.service.jmx;
