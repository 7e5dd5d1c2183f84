/** The command line: one class per command. A command selects, calls an endpoint or a bean, and prints; it decides nothing. */
package io.catwing.cli;
