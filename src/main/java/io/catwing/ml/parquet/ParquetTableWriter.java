package io.catwing.ml.parquet;

import io.catwing.failure.AbortingFailure;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Writes a flat table. The same rows give the same bytes, in any process. */
public final class ParquetTableWriter implements Closeable {
    /** Bytes kept in memory until they are written; small against the 512 MB of a command. */
    private static final long ROW_GROUP = 16L << 20;

    private final Path file;
    private final ParquetWriter<Object[]> writer;
    private long rows;
    private boolean closed;

    /**
     * @param file is replaced if it exists
     * @param name of the table, stored in the file
     */
    public ParquetTableWriter(Path file, String name, List<ParquetColumn> columns) {
        this.file = file;
        List<Type> types = columns.stream().<Type>map(ParquetColumn::written).toList();
        try {
            writer = new Builder(file, new Rows(new MessageType(name, types), columns))
                    .withConf(new PlainParquetConfiguration())
                    .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                    .withCodecFactory(new Codecs())
                    .withCompressionCodec(CompressionCodecName.ZSTD)
                    .withRowGroupSize(ROW_GROUP)
                    .build();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** @param row a String, LocalDate, Long or Double per column, or null if the column is optional */
    public void write(Object... row) {
        try {
            writer.write(row);
            rows++;
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    public long rows() {
        return rows;
    }

    /** The file is complete only after this. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            writer.close();
            OrderedFooter.write(file);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private AbortingFailure unwritable(IOException e) {
        return new AbortingFailure(
                file + " cannot be written: " + e, "look for space and permissions in its folder", e);
    }

    private static final class Builder extends ParquetWriter.Builder<Object[], Builder> {
        private final Rows rows;

        Builder(Path file, Rows rows) {
            super(new LocalOutputFile(file));
            this.rows = rows;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @SuppressWarnings("deprecation") // abstract until Hadoop has left parquet-java
        protected WriteSupport<Object[]> getWriteSupport(Configuration hadoop) {
            throw new UnsupportedOperationException("there is no Hadoop here");
        }

        @Override
        protected WriteSupport<Object[]> getWriteSupport(ParquetConfiguration configuration) {
            return rows;
        }
    }

    private static final class Rows extends WriteSupport<Object[]> {
        private final MessageType schema;
        private final List<ParquetColumn> columns;
        private RecordConsumer out;

        Rows(MessageType schema, List<ParquetColumn> columns) {
            this.schema = schema;
            this.columns = columns;
        }

        @Override
        @SuppressWarnings("deprecation") // abstract until Hadoop has left parquet-java
        public WriteContext init(Configuration hadoop) {
            throw new UnsupportedOperationException("there is no Hadoop here");
        }

        @Override
        public WriteContext init(ParquetConfiguration configuration) {
            return new WriteContext(schema, Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer consumer) {
            out = consumer;
        }

        @Override
        public void write(Object[] row) {
            out.startMessage();
            for (int i = 0; i < row.length; i++) {
                if (row[i] != null) {
                    String name = columns.get(i).name();
                    out.startField(name, i);
                    value(columns.get(i), row[i]);
                    out.endField(name, i);
                }
            }
            out.endMessage();
        }

        private void value(ParquetColumn column, Object value) {
            switch (column.type()) {
                case TEXT -> out.addBinary(Binary.fromString((String) value));
                case DATE -> out.addInteger(Math.toIntExact(((LocalDate) value).toEpochDay()));
                case WHOLE -> out.addLong((Long) value);
                case NUMBER -> out.addDouble((Double) value);
            }
        }
    }
}
