package io.catwing.service.alerts;

/**
 * Something that is wrong.
 *
 * @param name what one message is about, such as {@code client CW-000200}
 * @param kind what a receiver may ask for
 * @param client null if it concerns no client
 * @param message a fact and its HINT
 */
record Trouble(String name, String kind, String client, String message) {}
