/**
 * What an operator sees of a running service in JMX: its routes, by name, and a few numbers. A command shows nothing, and
 * a recovery's second pipeline neither.
 */
package io.catwing.jmx;
