package io.catwing.ml.parquet;

import static io.catwing.ml.parquet.RawParquet.bytes;
import static io.catwing.ml.parquet.RawParquet.doubles;
import static io.catwing.ml.parquet.RawParquet.ints;
import static io.catwing.ml.parquet.RawParquet.together;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.failure.QuarantinedFailure;
import io.catwing.ml.parquet.ParquetColumn.Type;
import io.catwing.ml.parquet.RawParquet.Page;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages as other writers make them, and as nobody should. */
class ParquetPagesTest {
    private static final List<ParquetColumn> PROBABILITY = List.of(ParquetColumn.optional("p", Type.NUMBER));
    private static final List<ParquetColumn> ID = List.of(ParquetColumn.required("id", Type.TEXT));

    /** Two rows without a value: one run of two zeros. */
    private static final byte[] TWO_NULLS = bytes(4, 0);

    private static final byte[] TWO_VALUES = bytes(4, 1);
    private static final byte[] NOTHING = new byte[0];

    @TempDir
    Path folder;

    private List<Double> numbers(RawParquet.Page... pages) throws IOException {
        return numbers(CompressionCodec.UNCOMPRESSED, 2, pages);
    }

    private List<Double> numbers(CompressionCodec codec, long rows, RawParquet.Page... pages) throws IOException {
        Path file = new RawParquet(rows)
                .pages(pages)
                .column("p", org.apache.parquet.format.Type.DOUBLE, false, codec)
                .write(folder.resolve("x.parquet"));
        return numbers(file);
    }

    private static List<Double> numbers(Path file) {
        List<Double> values = new ArrayList<>();
        try (ParquetTableReader reader = new ParquetTableReader(file, "x.parquet", PROBABILITY)) {
            while (reader.next()) {
                values.add(reader.isNull(0) ? null : (Double) reader.number(0));
            }
        }
        return values;
    }

    static Stream<Arguments> nothings() throws IOException {
        List<Arguments> all = new ArrayList<>();
        for (Encoding encoding : List.of(
                Encoding.PLAIN, Encoding.RLE_DICTIONARY, Encoding.DELTA_BINARY_PACKED, Encoding.BYTE_STREAM_SPLIT)) {
            all.add(Arguments.of(CompressionCodec.UNCOMPRESSED, encoding, NOTHING));
            all.add(Arguments.of(CompressionCodec.SNAPPY, encoding, NOTHING));
            all.add(Arguments.of(CompressionCodec.SNAPPY, encoding, empty(CompressionCodecName.SNAPPY)));
            all.add(Arguments.of(CompressionCodec.ZSTD, encoding, NOTHING));
            all.add(Arguments.of(CompressionCodec.ZSTD, encoding, empty(CompressionCodecName.ZSTD)));
            all.add(Arguments.of(CompressionCodec.GZIP, encoding, NOTHING));
            ByteArrayOutputStream zipped = new ByteArrayOutputStream();
            new GZIPOutputStream(zipped).close();
            all.add(Arguments.of(CompressionCodec.GZIP, encoding, zipped.toByteArray()));
        }
        return all.stream();
    }

    private static byte[] empty(CompressionCodecName codec) throws IOException {
        return new Codecs()
                .getCompressor(codec)
                .compress(BytesInput.from(NOTHING))
                .toInputStream()
                .readAllBytes();
    }

    @ParameterizedTest
    @MethodSource("nothings")
    void a_page_of_nulls_alone_is_read_however_nothing_was_compressed(
            CompressionCodec codec, Encoding encoding, byte[] nothing) throws IOException {
        assertThat(numbers(codec, 2, Page.second(2, 2, encoding, TWO_NULLS, nothing, 0)))
                .containsExactly(null, null);
    }

    @Test
    void pages_of_nulls_stand_between_pages_of_values() throws IOException {
        assertThat(numbers(
                        CompressionCodec.UNCOMPRESSED,
                        6,
                        Page.second(2, 2, Encoding.PLAIN, TWO_NULLS, NOTHING, 0),
                        Page.first(2, Encoding.PLAIN, together(ints(2), TWO_VALUES, doubles(0.25, 0.5))),
                        Page.first(2, Encoding.RLE_DICTIONARY, together(ints(2), TWO_NULLS))))
                .containsExactly(null, null, 0.25, 0.5, null, null);
    }

    @Test
    void values_by_a_dictionary_are_read() throws IOException {
        assertThat(numbers(
                        Page.dictionary(2, doubles(0.25, 0.5)),
                        Page.second(2, 0, Encoding.RLE_DICTIONARY, TWO_VALUES, bytes(1, 3, 0b10), 3)))
                .containsExactly(0.25, 0.5);
    }

    static Stream<Arguments> claims() {
        byte[] values = doubles(0.25, 0.5);
        byte[] packed = bytes(0xff, 0xff, 0xff, 0xff, 0x0f, 1);
        return Stream.of(
                Arguments.of("a dictionary of 2000000000 values in 16 bytes", new Page[] {
                    Page.dictionary(2_000_000_000, values),
                    Page.second(2, 0, Encoding.RLE_DICTIONARY, TWO_VALUES, bytes(1, 3, 0b10), 3)
                }),
                Arguments.of(
                        "a run of 17179869176 values in 1 bytes",
                        new Page[] {Page.second(2, 0, Encoding.PLAIN, packed, values, 16)}),
                Arguments.of(
                        "a run of 17179869176 values in 1 bytes",
                        new Page[] {Page.first(2, Encoding.PLAIN, together(ints(6), packed, values))}),
                Arguments.of("a run of 17179869176 values in 1 bytes", new Page[] {
                    Page.dictionary(2, values),
                    Page.second(2, 0, Encoding.RLE_DICTIONARY, TWO_VALUES, together(bytes(1), packed), 7)
                }),
                Arguments.of("values of 200 bits", new Page[] {
                    Page.dictionary(2, values),
                    Page.second(2, 0, Encoding.RLE_DICTIONARY, TWO_VALUES, bytes(200, 3, 0b10), 3)
                }),
                Arguments.of(
                        "a part of 1000000000 bytes in 18",
                        new Page[] {Page.first(2, Encoding.PLAIN, together(ints(1_000_000_000), TWO_VALUES, values))}),
                Arguments.of("a page of 2000000000 values in 2 rows", new Page[] {
                    Page.second(-1_999_999_998, 0, Encoding.PLAIN, TWO_VALUES, values, 16),
                    Page.second(2_000_000_000, 0, Encoding.PLAIN, TWO_VALUES, values, 16)
                }));
    }

    @ParameterizedTest
    @MethodSource("claims")
    void counts_that_the_bytes_do_not_bear_are_refused_before_room_is_made_for_them(String reason, Page... pages) {
        assertThatThrownBy(() -> numbers(pages))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageMatching("(?s)x\\.parquet is no whole Parquet file: (" + reason + "|a page of -1999999998"
                        + " values in 2 rows)\nHINT: it was cut off or damaged; write it again");
    }

    @Test
    void a_page_that_is_longer_than_the_file_is_refused_before_room_is_made_for_it() {
        Page page = Page.first(2, Encoding.PLAIN, together(ints(2), TWO_VALUES, doubles(0.25, 0.5)));
        page.header().setCompressed_page_size(1_500_000_000);

        assertThatThrownBy(() -> numbers(page))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageMatching("x\\.parquet is no whole Parquet file: a page of 1500000000 bytes in [0-9]+"
                        + "\nHINT: it was cut off or damaged; write it again");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void a_page_is_compared_with_the_file_also_behind_row_groups_without_a_row(int empty) throws IOException {
        Page page = Page.first(2, Encoding.PLAIN, together(ints(2), TWO_VALUES, doubles(0.25, 0.5)));
        assertThat(numbers(behind(empty, page))).containsExactly(0.25, 0.5);
        page.header().setCompressed_page_size(1_500_000_000);

        assertThatThrownBy(() -> numbers(behind(empty, page)))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageContaining("a page of 1500000000 bytes in ");
    }

    private Path behind(int empty, Page page) throws IOException {
        return new RawParquet(2)
                .emptyGroups(empty)
                .pages(page)
                .column("p", org.apache.parquet.format.Type.DOUBLE, false, CompressionCodec.UNCOMPRESSED)
                .write(folder.resolve("x.parquet"));
    }

    static Stream<Arguments> texts() {
        // Blocks of 128 in 4 parts, a count, and the first value; then a block: its least difference, and four widths.
        byte[] many = bytes(0x80, 1, 4, 0xff, 0xff, 0xff, 0xff, 7, 0);
        byte[] none = bytes(0x80, 1, 4, 1, 0);
        byte[] wide = bytes(0xff, 0xff, 0xff, 0xff, 7, 1, 1, 0);
        return Stream.of(
                Arguments.of(Encoding.DELTA_LENGTH_BYTE_ARRAY, many, "2147483647 differences in a page of 1 values"),
                Arguments.of(Encoding.DELTA_BYTE_ARRAY, many, "2147483647 differences in a page of 1 values"),
                Arguments.of(
                        Encoding.DELTA_BYTE_ARRAY,
                        together(none, many),
                        "2147483647 differences in a page of 1 values"),
                Arguments.of(Encoding.DELTA_BYTE_ARRAY, wide, "blocks of 2147483647 differences in 1 parts"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void differences_that_the_page_has_no_values_for_are_refused(Encoding encoding, byte[] body, String reason)
            throws IOException {
        Path file = ids(1, Page.first(1, encoding, body));

        assertThatThrownBy(() -> ids(file))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessage("x.parquet is no whole Parquet file: " + reason
                        + "\nHINT: it was cut off or damaged; write it again");
    }

    private Path ids(int rows, Page... pages) throws IOException {
        RawParquet raw = new RawParquet(rows)
                .pages(pages)
                .column("id", org.apache.parquet.format.Type.BYTE_ARRAY, true, CompressionCodec.UNCOMPRESSED);
        raw.text();
        return raw.write(folder.resolve("x.parquet"));
    }

    private static List<String> ids(Path file) {
        List<String> ids = new ArrayList<>();
        try (ParquetTableReader reader = new ParquetTableReader(file, "x.parquet", ID)) {
            while (reader.next()) {
                ids.add(reader.text(0));
            }
        }
        return ids;
    }

    @Test
    void ids_that_share_their_beginnings_are_read() throws IOException {
        // Beginnings of 0 and 3 letters of the one before, then ends of 4 and 1 letters.
        byte[] beginnings = bytes(0x80, 1, 4, 2, 0, 6, 0, 0, 0, 0);
        byte[] ends = bytes(0x80, 1, 4, 2, 8, 5, 0, 0, 0, 0);
        byte[] letters = "P0012".getBytes(StandardCharsets.UTF_8);

        assertThat(ids(ids(2, Page.first(2, Encoding.DELTA_BYTE_ARRAY, together(beginnings, ends, letters)))))
                .containsExactly("P001", "P002");
    }

    @Test
    void a_text_that_is_no_id_is_refused_before_others_are_made_of_it() throws IOException {
        byte[] text = "x".repeat(10_000).getBytes(StandardCharsets.UTF_8);
        Path file = ids(1, Page.first(1, Encoding.PLAIN, together(ints(text.length), text)));

        assertThatThrownBy(() -> ids(file))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessage("x.parquet has a text of 10000 bytes in column id, row 1"
                        + "\nHINT: texts here are ids, of at most 8192 bytes");
    }

    @Test
    void a_schema_without_a_bottom_is_refused() throws IOException {
        RawParquet raw = new RawParquet(1).pages(Page.first(1, Encoding.PLAIN, ints(0)));
        raw.column("id", org.apache.parquet.format.Type.BYTE_ARRAY, true, CompressionCodec.UNCOMPRESSED);
        raw.nested(200_000);
        Path file = raw.write(folder.resolve("x.parquet"));

        assertThat(Files.size(file)).isLessThan(10 << 20);
        assertThatThrownBy(() -> ids(file))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessage(
                        "x.parquet claims more than can be read in the memory of this program\nHINT: write it in row"
                                + " groups of at most a million rows; if it is so already, it is damaged");
    }
}
