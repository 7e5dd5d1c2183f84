package io.catwing.ml.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;

/** A file of one row group, behind empty ones, page by page as a test says, whether or not a writer would. */
final class RawParquet {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<SchemaElement> schema = new ArrayList<>();
    private final List<ColumnChunk> chunks = new ArrayList<>();
    private final long rows;
    private int begun;
    private int empty;

    RawParquet(long rows) {
        this.rows = rows;
        schema.add(new SchemaElement("test"));
        bytes.writeBytes(MAGIC);
    }

    /** Of one column, in the order in which they lie. */
    RawParquet pages(Page... pages) throws IOException {
        begun = bytes.size();
        for (Page page : pages) {
            Util.writePageHeader(page.header, bytes);
            bytes.writeBytes(page.body);
        }
        return this;
    }

    RawParquet column(String name, Type type, boolean required, CompressionCodec codec) {
        SchemaElement element = new SchemaElement(name);
        element.setType(type);
        element.setRepetition_type(required ? FieldRepetitionType.REQUIRED : FieldRepetitionType.OPTIONAL);
        schema.add(element);
        long length = bytes.size() - begun;
        ColumnMetaData meta =
                new ColumnMetaData(type, List.of(Encoding.PLAIN), List.of(name), codec, rows, length, length, begun);
        ColumnChunk chunk = new ColumnChunk(begun);
        chunk.setMeta_data(meta);
        chunks.add(chunk);
        return this;
    }

    /** Row groups without a row before that of the pages. */
    RawParquet emptyGroups(int count) {
        empty = count;
        return this;
    }

    /** The last column holds text. */
    void text() {
        schema.get(schema.size() - 1).setConverted_type(ConvertedType.UTF8);
    }

    /** Groups within groups beside the columns. */
    void nested(int depth) {
        for (int i = 0; i < depth; i++) {
            SchemaElement element = new SchemaElement("g");
            element.setRepetition_type(FieldRepetitionType.REQUIRED);
            element.setNum_children(1);
            schema.add(element);
        }
        schema.get(0).setNum_children(chunks.size() + 1);
    }

    Path write(Path file) throws IOException {
        if (!schema.get(0).isSetNum_children()) {
            schema.get(0).setNum_children(chunks.size());
        }
        List<RowGroup> groups = new ArrayList<>();
        for (int i = 0; i < empty; i++) {
            groups.add(
                    new RowGroup(chunks.stream().map(RawParquet::withoutValues).toList(), 0, 0));
        }
        groups.add(new RowGroup(chunks, bytes.size(), rows));
        ByteArrayOutputStream footer = new ByteArrayOutputStream();
        Util.writeFileMetaData(new FileMetaData(1, schema, rows, groups), footer);
        bytes.writeBytes(footer.toByteArray());
        bytes.writeBytes(ints(footer.size()));
        bytes.writeBytes(MAGIC);
        return Files.write(file, bytes.toByteArray());
    }

    private static ColumnChunk withoutValues(ColumnChunk column) {
        ColumnChunk without = column.deepCopy();
        without.getMeta_data().setNum_values(0);
        without.getMeta_data().setTotal_compressed_size(0);
        return without;
    }

    /** Little-endian. */
    static byte[] ints(int... values) {
        ByteBuffer out = ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            out.putInt(value);
        }
        return out.array();
    }

    static byte[] doubles(double... values) {
        ByteBuffer out = ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            out.putDouble(value);
        }
        return out.array();
    }

    static byte[] bytes(int... values) {
        byte[] out = new byte[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (byte) values[i];
        }
        return out;
    }

    static byte[] together(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** A page as it lies in the file. */
    record Page(PageHeader header, byte[] body) {
        static Page dictionary(int values, byte[] body) {
            PageHeader header = new PageHeader(PageType.DICTIONARY_PAGE, body.length, body.length);
            header.setDictionary_page_header(new DictionaryPageHeader(values, Encoding.PLAIN));
            return new Page(header, body);
        }

        static Page first(int values, Encoding encoding, byte[] body) {
            PageHeader header = new PageHeader(PageType.DATA_PAGE, body.length, body.length);
            header.setData_page_header(new DataPageHeader(values, encoding, Encoding.RLE, Encoding.RLE));
            return new Page(header, body);
        }

        /** @param length of the values before they were compressed */
        static Page second(int values, int nulls, Encoding encoding, byte[] levels, byte[] body, int length) {
            PageHeader header =
                    new PageHeader(PageType.DATA_PAGE_V2, levels.length + length, levels.length + body.length);
            header.setData_page_header_v2(new DataPageHeaderV2(values, nulls, values, encoding, levels.length, 0));
            return new Page(header, together(levels, body));
        }
    }
}
