/**
 * Reads a YAML file by a declaration of its format, so that every problem has its line and a hint. The same
 * declaration is written out as JSON Schema, so that what an editor completes is what the reader accepts.
 *
 * <p>A {@link io.catwing.client.yaml.Form} says how one kind of value is written; objects consist of
 * {@link io.catwing.client.yaml.Key}s. Nothing here knows what a client is.
 */
package io.catwing.client.yaml;
