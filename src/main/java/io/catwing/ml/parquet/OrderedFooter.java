package io.catwing.ml.parquet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Comparator;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * Rewrites a file's footer with its lists in order. The library keeps the encodings of a column in a hash set of
 * enum values, whose order differs from process to process; equal rows must give equal files in all of them.
 */
final class OrderedFooter {
    /** At the end of a file: the footer's length in four bytes, and PAR1. */
    private static final int TAIL = 8;

    private OrderedFooter() {}

    static void write(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            byte[] tail = new byte[TAIL];
            bytes.seek(bytes.length() - TAIL);
            bytes.readFully(tail);
            ByteBuffer length = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
            byte[] footer = new byte[length.getInt(0)];
            long start = bytes.length() - TAIL - footer.length;
            bytes.seek(start);
            bytes.readFully(footer);
            byte[] ordered = ordered(footer);
            length.putInt(0, ordered.length);
            bytes.seek(start);
            bytes.write(ordered);
            bytes.write(tail);
            bytes.setLength(bytes.getFilePointer());
        }
    }

    private static byte[] ordered(byte[] footer) throws IOException {
        FileMetaData file = Util.readFileMetaData(new ByteArrayInputStream(footer));
        if (file.isSetKey_value_metadata()) {
            file.getKey_value_metadata().sort(Comparator.comparing(KeyValue::getKey));
        }
        for (RowGroup group : file.getRow_groups()) {
            for (ColumnChunk chunk : group.getColumns()) {
                ColumnMetaData column = chunk.getMeta_data();
                column.getEncodings().sort(Comparator.naturalOrder());
                if (column.isSetEncoding_stats()) {
                    column.getEncoding_stats()
                            .sort(Comparator.comparing(PageEncodingStats::getPage_type)
                                    .thenComparing(PageEncodingStats::getEncoding));
                }
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Util.writeFileMetaData(file, out);
        return out.toByteArray();
    }
}
