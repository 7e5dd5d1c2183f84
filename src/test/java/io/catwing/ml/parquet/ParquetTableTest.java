package io.catwing.ml.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.failure.QuarantinedFailure;
import io.catwing.ml.parquet.ParquetColumn.Type;
import io.catwing.support.Child;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetTableTest {
    private static final List<ParquetColumn> COLUMNS = List.of(
            ParquetColumn.required("id", Type.TEXT),
            ParquetColumn.required("day", Type.DATE),
            ParquetColumn.optional("count", Type.WHOLE),
            ParquetColumn.optional("amount", Type.NUMBER));

    @TempDir
    Path folder;

    private Path write(String name, int rows) {
        Path file = folder.resolve(name);
        try (ParquetTableWriter writer = new ParquetTableWriter(file, "test", COLUMNS)) {
            for (int i = 0; i < rows; i++) {
                writer.write(row(i));
            }
            assertThat(writer.rows()).isEqualTo(rows);
        }
        return file;
    }

    private static Object[] row(int i) {
        return new Object[] {
            i % 7 == 0 ? "Füße " + i : "P" + i,
            LocalDate.of(2026, 2, 24).plusDays(i % 400),
            i % 3 == 0 ? null : (Long) (long) i,
            i % 5 == 0 ? null : (Double) (i / 7.0)
        };
    }

    private static Object[] values(ParquetTableReader reader) {
        return new Object[] {
            reader.text(0),
            reader.date(1),
            reader.isNull(2) ? null : (Long) reader.whole(2),
            reader.isNull(3) ? null : (Double) reader.number(3)
        };
    }

    private static List<Object[]> read(Path file, List<ParquetColumn> columns) {
        List<Object[]> rows = new ArrayList<>();
        try (ParquetTableReader reader = new ParquetTableReader(file, "test.parquet", columns)) {
            while (reader.next()) {
                rows.add(values(reader));
                assertThat(reader.row()).isEqualTo(rows.size());
            }
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, 700_000})
    void what_was_written_is_read(int rows) {
        try (ParquetTableReader reader = new ParquetTableReader(write("x.parquet", rows), "test.parquet", COLUMNS)) {
            for (int i = 0; i < rows; i++) {
                assertThat(reader.next()).isTrue();
                assertThat(Arrays.equals(values(reader), row(i)))
                        .as("row %d", i)
                        .isTrue();
            }
            assertThat(reader.next()).isFalse();
        }
    }

    @Test
    void the_same_rows_give_the_same_bytes() {
        assertThat(write("one.parquet", 5000)).hasSameBinaryContentAs(write("other.parquet", 5000));
    }

    /** In one process, the order of a set is the same each time. */
    @Test
    void the_same_rows_give_the_same_bytes_in_other_processes() throws IOException {
        write("ours.parquet", 5000);
        for (int i = 0; i < 4; i++) {
            String name = "theirs-" + i + ".parquet";
            Child child = Child.start(
                    List.of(
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            // Another seed for the hash codes of objects, as another start may have it.
                            "-XX:+UnlockExperimentalVMOptions",
                            "-XX:hashCode=" + (i % 2 == 0 ? 5 : 3),
                            "-cp",
                            System.getProperty("java.class.path"),
                            OneFile.class.getName()),
                    Map.of(),
                    Path.of("."),
                    folder.toString(),
                    name,
                    String.valueOf(i * 7));
            assertThat(child.await()).as(child.output()).isZero();
            assertThat(folder.resolve(name)).hasSameBinaryContentAs(folder.resolve("ours.parquet"));
        }
    }

    /** The program of another process. */
    static final class OneFile {
        private OneFile() {}

        /** @param arguments the folder, the file's name, and how many hash codes are taken before */
        public static void main(String[] arguments) {
            for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
                System.identityHashCode(new Object());
            }
            ParquetTableTest test = new ParquetTableTest();
            test.folder = Path.of(arguments[0]);
            test.write(arguments[1], 5000);
        }
    }

    @Test
    void an_optional_column_may_be_missing_and_others_are_passed_over() {
        List<ParquetColumn> asked =
                List.of(COLUMNS.get(0), COLUMNS.get(1), ParquetColumn.optional("other", Type.WHOLE), COLUMNS.get(3));

        assertThat(read(write("x.parquet", 2), asked))
                .satisfiesExactly(first -> assertThat(first[2]).isNull(), second -> assertThat(second)
                        .containsExactly("P1", row(1)[1], null, 1 / 7.0));
    }

    @Test
    void a_missing_column_is_named() {
        assertThatThrownBy(() -> read(
                        write("x.parquet", 2),
                        List.of(COLUMNS.get(0), COLUMNS.get(1), ParquetColumn.required("other", Type.NUMBER))))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessage("test.parquet has no column other\nHINT: write other as numbers (double)");
    }

    @Test
    void a_column_of_another_type_is_named() {
        assertThatThrownBy(() -> read(write("x.parquet", 2), List.of(ParquetColumn.required("day", Type.TEXT))))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessage("test.parquet has the column day as int32 DATE\nHINT: write day as text (string)");
    }

    @Test
    void a_row_without_a_value_that_must_be_there_is_named() {
        assertThatThrownBy(() -> read(
                        write("x.parquet", 20),
                        List.of(COLUMNS.get(0), COLUMNS.get(1), ParquetColumn.required("count", Type.WHOLE))))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessage("test.parquet has no count in row 1\nHINT: every row needs one");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 11, 100, 1000, 20_000})
    void a_file_that_was_cut_off_is_refused(int length) throws IOException {
        byte[] whole = Files.readAllBytes(write("x.parquet", 5000));
        Path cut = Files.write(folder.resolve("cut.parquet"), Arrays.copyOf(whole, length));

        assertThatThrownBy(() -> read(cut, COLUMNS))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageStartingWith("test.parquet is no whole Parquet file")
                .hasMessageEndingWith("\nHINT: it was cut off or damaged; write it again");
    }

    /** Damage may go unnoticed in a value; what it must not do is escape as anything but a failure. */
    @Test
    void damaged_bytes_never_end_in_anything_but_a_failure() throws IOException {
        byte[] whole = Files.readAllBytes(write("x.parquet", 3000));
        Random random = new Random(20260224);
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            byte[] damaged = whole.clone();
            for (int k = 0; k < 20; k++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Path file = Files.write(folder.resolve("damaged.parquet"), damaged);
            try {
                read(file, COLUMNS);
            } catch (QuarantinedFailure failure) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(100);
    }

    @ParameterizedTest
    @EnumSource(
            value = CompressionCodecName.class,
            names = {"ZSTD", "SNAPPY"})
    void what_a_codec_compressed_it_decompresses(CompressionCodecName codec) throws IOException {
        byte[] page = new byte[100_000];
        new Random(1).nextBytes(page);
        Arrays.fill(page, 1000, 90_000, (byte) 'x');
        Codecs codecs = new Codecs();

        BytesInput compressed = BytesInput.from(codecs.getCompressor(codec)
                .compress(BytesInput.from(page))
                .toInputStream()
                .readAllBytes());

        assertThat(compressed.size()).isLessThan(20_000);
        assertThat(codecs.getDecompressor(codec)
                        .decompress(compressed, page.length)
                        .toInputStream()
                        .readAllBytes())
                .isEqualTo(page);
        assertThatThrownBy(() -> codecs.getDecompressor(codec).decompress(compressed, page.length + 1))
                .isInstanceOf(IOException.class);
    }

    @Test
    void a_page_of_empty_gzip_members_is_refused_and_does_not_exhaust_the_stack() throws IOException {
        ByteArrayOutputStream member = new ByteArrayOutputStream();
        new GZIPOutputStream(member).close();
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        for (int i = 0; i < 100_000; i++) {
            member.writeTo(members);
        }

        assertThatThrownBy(() -> new Codecs()
                        .getDecompressor(CompressionCodecName.GZIP)
                        .decompress(BytesInput.from(members.toByteArray()), 10))
                .isInstanceOf(IOException.class)
                .hasMessage("a page is not as long as its header says");
    }

    @Test
    void gzip_is_read_and_never_beyond_what_the_page_says() throws IOException {
        byte[] page = "many words, ".repeat(1000).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(page);
        }
        BytesInput compressed = BytesInput.from(zipped.toByteArray());
        Codecs codecs = new Codecs();

        assertThat(codecs.getDecompressor(CompressionCodecName.GZIP)
                        .decompress(compressed, page.length)
                        .toInputStream()
                        .readAllBytes())
                .isEqualTo(page);
        assertThatThrownBy(
                        () -> codecs.getDecompressor(CompressionCodecName.GZIP).decompress(compressed, page.length - 1))
                .isInstanceOf(IOException.class);
    }

    @Test
    void a_page_that_would_fill_the_heap_is_refused_before_it_does() {
        assertThatThrownBy(() -> new Codecs()
                        .getDecompressor(CompressionCodecName.ZSTD)
                        .decompress(BytesInput.from(new byte[10]), 2_000_000_000))
                .isInstanceOf(UnreadableParquet.class)
                .hasMessage("has a page of 2000000000 bytes, above the 67108864 that are read");
    }
}
