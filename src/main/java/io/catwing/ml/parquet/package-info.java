/**
 * Flat tables in Parquet files, row by row: one row group in memory at a time, whatever the file's size. No Hadoop, no
 * native library. Used by the stage ml and by the demo's trainer.
 */
package io.catwing.ml.parquet;
