/**
 * Model runs: features and targets from the statistics to Parquet files, the client's own trainer as a command, and its
 * output, checked, under {@code ml-output/} in S3 and, for predictions, in {@code general.prediction}.
 *
 * <p>A run is complete or absent: {@code config.json} is stored last and lists the SHA-256 of all other files. Models are bytes
 * here; nothing is ever unpickled.
 */
package io.catwing.ml;
