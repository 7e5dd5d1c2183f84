package io.catwing.ml.parquet;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.schema.MessageType;

/**
 * Checks the lengths that a row group, its columns and their pages claim against the bytes that exist, before anything is
 * read by them: the library allocates memory for whatever the last page claims.
 */
final class RowGroupSizes {
    /** It is read as a whole; one that claims more than this does not fit beside everything else. */
    private static final long LARGEST = 128L << 20;

    /** Old writers did not count the dictionary's header, which is some twenty bytes. */
    private static final int FORGOTTEN = 64;

    private RowGroupSizes() {}

    /**
     * @param read what is read of it
     * @throws UnreadableParquet if it is too large
     * @throws IllegalStateException if it claims bytes that do not exist
     */
    static void check(Path file, BlockMetaData group, MessageType read) throws IOException {
        List<ColumnChunkMetaData> columns = group.getColumns().stream()
                .filter(column -> read.containsPath(column.getPath().toArray()))
                .toList();
        long bytes =
                columns.stream().mapToLong(ColumnChunkMetaData::getTotalSize).sum();
        if (bytes < 0 || bytes > LARGEST) {
            throw new UnreadableParquet(
                    "has a row group of " + bytes + " bytes, above the " + LARGEST + " that are read",
                    "write it in row groups of at most a million rows");
        }
        for (ColumnChunkMetaData column : columns) {
            check(file, column);
        }
    }

    /** A column and its pages. */
    private static void check(Path file, ColumnChunkMetaData column) throws IOException {
        long from = column.getStartingPos();
        long length = column.getTotalSize();
        if (from < 0 || length < 0 || from > Files.size(file) - length) {
            throw new IllegalStateException(
                    "a column of " + length + " bytes at " + from + " in a file of " + Files.size(file));
        }
        try (Counted in = new Counted(Files.newInputStream(file))) {
            in.skipNBytes(from);
            for (long values = 0; values < column.getValueCount(); ) {
                PageHeader page = Util.readPageHeader(in);
                long left = from + length + FORGOTTEN - in.read;
                if (page.getCompressed_page_size() < 0 || page.getCompressed_page_size() > left) {
                    throw new IllegalStateException(
                            "a page of " + page.getCompressed_page_size() + " bytes in " + left);
                }
                values += values(page);
                in.skipNBytes(page.getCompressed_page_size());
            }
        }
    }

    /** As the library counts them. */
    private static int values(PageHeader page) {
        return page.isSetData_page_header_v2()
                ? page.getData_page_header_v2().getNum_values()
                : page.isSetData_page_header() ? page.getData_page_header().getNum_values() : 0;
    }

    /** Knows how much was read. */
    private static final class Counted extends BufferedInputStream {
        private long read;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public synchronized int read() throws IOException {
            int one = super.read();
            read += one < 0 ? 0 : 1;
            return one;
        }

        @Override
        public synchronized int read(byte[] into, int at, int length) throws IOException {
            int some = super.read(into, at, length);
            read += Math.max(0, some);
            return some;
        }

        @Override
        public synchronized long skip(long length) throws IOException {
            long some = super.skip(length);
            read += some;
            return some;
        }
    }
}
