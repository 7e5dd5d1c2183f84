/**
 * Model runs: features and targets from the statistics to Parquet files, the client's own trainer as a command, and what
 * it leaves, checked, under {@code ml-output/} in S3 and, as far as it predicts, in {@code general.prediction}.
 *
 * <p>A run is whole or not there: {@code config.json} is put last and lists the SHA-256 of all else. Models are bytes
 * here; nothing is ever unpickled.
 */
package io.catwing.ml;
