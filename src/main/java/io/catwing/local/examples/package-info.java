/**
 * The two ERPs of the tutorial: real data, kept in {@code examples/data} of the checkout and served over loopback HTTP by
 * {@code catwing examples}. {@link io.catwing.local.examples.ExampleErps} is where to start reading.
 */
package io.catwing.local.examples;
