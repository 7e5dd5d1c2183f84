/** The command line: one class a command. A command chooses, calls an endpoint or a bean, and prints; it decides nothing. */
package io.catwing.cli;
