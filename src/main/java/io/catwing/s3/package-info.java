/**
 * How an S3 server is spoken to: its settings, its client, what its failures mean, and reading over a network that
 * blinks. What may be written where is for the two doors to say, {@code raw} and {@code lake}.
 */
package io.catwing.s3;
