package io.catwing.ml.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;

/**
 * Checks the counts that a row group and its pages claim against their bytes, before the library allocates memory
 * for them: it would allocate for two billion values if a header says so. Columns are flat.
 *
 * <p>A page with only nulls has no values, and writers differ in the encoding that they declare for it: it is read as plain.
 */
final class CheckedPages implements PageReadStore {
    private final PageReadStore pages;
    private final long rows;

    /** @throws UnreadableParquet if it claims an impossible number of rows */
    CheckedPages(PageReadStore pages) {
        this.pages = pages;
        rows = pages.getRowCount();
        if (rows < 0) {
            throw new IllegalStateException("a row group of " + rows + " rows");
        }
    }

    @Override
    public long getRowCount() {
        return rows;
    }

    @Override
    public void close() {
        pages.close();
    }

    @Override
    public PageReader getPageReader(ColumnDescriptor column) {
        PageReader reader = pages.getPageReader(column);
        if (reader.getTotalValueCount() != rows) {
            throw new IllegalStateException(
                    "a column of " + reader.getTotalValueCount() + " values in " + rows + " rows");
        }
        return new Checked(reader, column, rows);
    }

    private record Checked(PageReader pages, ColumnDescriptor column, long rows) implements PageReader {
        @Override
        public long getTotalValueCount() {
            return pages.getTotalValueCount();
        }

        @Override
        public DictionaryPage readDictionaryPage() {
            DictionaryPage page = pages.readDictionaryPage();
            if (page != null) {
                long least = (long) page.getDictionarySize() * leastBytes();
                if (page.getDictionarySize() < 0 || least > page.getBytes().size()) {
                    throw new IllegalStateException("a dictionary of " + page.getDictionarySize() + " values in "
                            + page.getBytes().size() + " bytes");
                }
            }
            return page;
        }

        private int leastBytes() {
            return switch (column.getPrimitiveType().getPrimitiveTypeName()) {
                case INT64, DOUBLE -> 8;
                default -> 4;
            };
        }

        @Override
        public DataPage readPage() {
            DataPage page = pages.readPage();
            if (page == null) {
                return null;
            }
            if (page.getValueCount() < 0 || page.getValueCount() > rows) {
                throw new IllegalStateException("a page of " + page.getValueCount() + " values in " + rows + " rows");
            }
            return page.accept(new DataPage.Visitor<DataPage>() {
                @Override
                public DataPage visit(DataPageV1 first) {
                    return checked(first);
                }

                @Override
                public DataPage visit(DataPageV2 second) {
                    return checked(second);
                }
            });
        }

        private DataPageV1 checked(DataPageV1 page) {
            byte[] bytes = array(page.getBytes());
            int values = page.getValueCount();
            ByteBuffer in = ByteBuffer.wrap(bytes);
            if (column.getMaxDefinitionLevel() > 0) {
                if (page.getDlEncoding() == Encoding.RLE) {
                    int length = EncodedCounts.littleEndian(in);
                    EncodedCounts.checkRuns(EncodedCounts.part(in, length), 1, values);
                } else {
                    EncodedCounts.part(in, (values + 7) / 8);
                }
            }
            return new DataPageV1(
                    BytesInput.from(bytes),
                    values,
                    bytes.length,
                    page.getStatistics(),
                    page.getRlEncoding(),
                    page.getDlEncoding(),
                    encoding(page.getValueEncoding(), in, values));
        }

        private DataPageV2 checked(DataPageV2 page) {
            byte[] levels = array(page.getDefinitionLevels());
            byte[] data = array(page.getData());
            int values = page.getValueCount();
            if (column.getMaxDefinitionLevel() > 0) {
                EncodedCounts.checkRuns(ByteBuffer.wrap(levels), 1, values);
            }
            return DataPageV2.uncompressed(
                    page.getRowCount(),
                    page.getNullCount(),
                    values,
                    BytesInput.empty(),
                    BytesInput.from(levels),
                    encoding(page.getDataEncoding(), ByteBuffer.wrap(data), values),
                    BytesInput.from(data),
                    page.getStatistics());
        }

        /** @param values of the page, from their beginning */
        private static Encoding encoding(Encoding said, ByteBuffer values, int count) {
            if (!values.hasRemaining()) {
                return Encoding.PLAIN;
            }
            EncodedCounts.checkValues(said, values, count);
            return said;
        }

        private static byte[] array(BytesInput bytes) {
            try {
                return bytes.toInputStream().readAllBytes();
            } catch (IOException broken) {
                throw new IllegalStateException(broken.getMessage(), broken);
            }
        }
    }
}
