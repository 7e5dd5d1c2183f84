package io.catwing.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.failure.QuarantinedFailure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DumpWriterTest {
    private static final String END = "-- PostgreSQL database dump complete\n";

    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private final Gzip byJava = new Gzip(() -> false);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, 1 << 20, (1 << 20) + 1, 9_000_000})
    void a_dump_of_any_length_is_a_gzip_of_it(int length) throws Exception {
        byte[] dump = lines(length);

        DumpFacts facts = write(dump, byJava);

        assertThat(new GZIPInputStream(new ByteArrayInputStream(file.toByteArray())).readAllBytes())
                .isEqualTo(dump);
        assertThat(facts.uncompressedBytes()).isEqualTo(dump.length);
        assertThat(facts.bytes()).isEqualTo(file.size());
        assertThat(facts.sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(file.toByteArray())));
    }

    @Test
    void a_row_may_be_longer_than_a_chunk() throws Exception {
        String row = "x".repeat(3 << 20);

        DumpFacts facts = write(
                ("COPY general.a (b) FROM stdin;\nshort\n" + row + "\n\\.\n" + END).getBytes(StandardCharsets.UTF_8));

        assertThat(facts.tables().get("general.a").rows()).isEqualTo(2);
        assertThat(facts.complete()).isTrue();
    }

    @Test
    void of_large_rows_fewer_are_in_memory_side_by_side() throws Exception {
        byte[] row = "x".repeat(20 << 20).getBytes(StandardCharsets.UTF_8);
        row[row.length - 1] = '\n';
        long most = 0;
        DumpWriter writer = writer(file, 2, byJava);
        writer.write("COPY general.a (b) FROM stdin;\n".getBytes(StandardCharsets.UTF_8));
        for (int rows = 0; rows < 6; rows++) {
            writer.write(row);
            most = Math.max(most, writer.waiting());
        }
        writer.write(("\\.\n" + END).getBytes(StandardCharsets.UTF_8));
        writer.close();

        assertThat(most).isBetween((long) row.length, DumpWriter.MOST_WAITING);
        assertThat(writer.waiting()).isZero();
        assertThat(writer.facts().tables().get("general.a").rows()).isEqualTo(6);
    }

    @Test
    void rows_are_counted_table_by_table_over_chunks() throws Exception {
        StringBuilder dump = new StringBuilder("--\n-- PostgreSQL database dump\n--\n\n");
        for (int table = 0; table < 5; table++) {
            dump.append("COPY general.t").append(table).append(" (a, b) FROM stdin;\n");
            for (int row = 0; row < 100_000 * table; row++) {
                dump.append(row).append("\t\\\\.\\n\\\\.\n");
            }
            dump.append("\\.\n\n");
        }

        DumpFacts facts = write(dump.append(END).toString().getBytes(StandardCharsets.UTF_8));

        assertThat(facts.complete()).isTrue();
        for (int table = 0; table < 5; table++) {
            assertThat(facts.tables().get("general.t" + table).rows()).isEqualTo(100_000 * table);
        }
    }

    @Test
    void large_tables_rows_are_parts_of_their_own_and_small_ones_stay_among_the_statements() throws Exception {
        byte[] dump = tables();

        DumpFacts facts = write(dump);

        List<DumpPart> parts = facts.parts();
        assertThat(parts)
                .extracting(DumpPart::table)
                .containsExactly(null, "general.large", "general.large", null, "general.next", null);
        assertThat(parts).extracting(DumpPart::rows).satisfies(rows -> {
            assertThat(rows.get(1) + rows.get(2)).isEqualTo(500_000);
            assertThat(rows.get(4)).isEqualTo(20_000);
        });
        StringBuilder statements = new StringBuilder();
        long at = 0;
        for (DumpPart part : parts) {
            assertThat(part.at()).isEqualTo(at);
            byte[] member = Arrays.copyOfRange(file.toByteArray(), (int) at, (int) (at + part.bytes()));
            assertThat(part.sha256())
                    .isEqualTo(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(member)));
            byte[] sql = new GZIPInputStream(new ByteArrayInputStream(member)).readAllBytes();
            assertThat(part.uncompressedBytes()).isEqualTo(sql.length);
            if (part.table() == null) {
                statements.append(new String(sql, StandardCharsets.UTF_8));
            } else {
                assertThat(sql[sql.length - 1]).as("whole lines").isEqualTo((byte) '\n');
                assertThat(new String(sql, StandardCharsets.UTF_8).lines().count())
                        .isEqualTo(part.rows());
            }
            at += part.bytes();
        }
        assertThat(at).isEqualTo(facts.bytes());
        assertThat(statements.toString())
                .isEqualTo("--\n-- PostgreSQL database dump\n--\n\nCOPY general.small (b) FROM stdin;\n1\n2\n\\.\n\n"
                        + "COPY general.large (b) FROM stdin;\n\\.\n\nCOPY general.next (b) FROM stdin;\n\\.\n\n"
                        + END);
    }

    /** Otherwise two backups of the same moment could not be told to be the same. */
    @Test
    void parts_depend_on_the_dump_alone() throws Exception {
        byte[] dump = tables();
        List<DumpPart> parts = write(dump).parts();

        DumpWriter other = writer(new ByteArrayOutputStream(), 1, byJava);
        other.write(dump);
        other.close();

        assertThat(other.facts().parts()).isEqualTo(parts);
    }

    private static byte[] tables() {
        StringBuilder dump = new StringBuilder("--\n-- PostgreSQL database dump\n--\n\n");
        dump.append("COPY general.small (b) FROM stdin;\n1\n2\n\\.\n\nCOPY general.large (b) FROM stdin;\n");
        for (int row = 0; row < 500_000; row++) {
            dump.append(1_000_000 + row).append("\\.\t".repeat(10)).append("\n");
        }
        dump.append("\\.\n\nCOPY general.next (b) FROM stdin;\n");
        for (int row = 0; row < 20_000; row++) {
            dump.append("x".repeat(60)).append("\n");
        }
        return dump.append("\\.\n\n").append(END).toString().getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void a_dump_whose_last_table_is_open_is_not_complete() throws Exception {
        assertThat(write(("COPY general.a (b) FROM stdin;\n1\n" + END).getBytes(StandardCharsets.UTF_8))
                        .complete())
                .isFalse();
        assertThat(write(new byte[0]).complete()).isFalse();
    }

    @Test
    void a_disk_that_is_full_is_told_with_its_place() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        DumpWriter writer = writer(full, 2, byJava);

        assertThatThrownBy(writer::close)
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessage(
                        "the dump cannot be written to spool/backup.sql.gz: No space left on device\n"
                                + "HINT: make room under CATWING_HOME, or move it; nothing was stored, and older backups are as they were");
    }

    private static DumpWriter writer(OutputStream into, int threads, Gzip gzip) {
        return new DumpWriter(
                Path.of("spool/backup.sql.gz"), into, threads, gzip.compressors(1), Map.of("general.a", List.of("b")));
    }

    private DumpFacts write(byte[] dump) throws IOException {
        return write(dump, byJava);
    }

    private DumpFacts write(byte[] dump, Gzip gzip) throws IOException {
        file.reset();
        DumpWriter writer = writer(file, 2, gzip);
        SplittableRandom random = new SplittableRandom(1);
        for (int at = 0; at < dump.length; ) {
            int some = Math.min(dump.length - at, 1 + random.nextInt(100_000));
            writer.write(dump, at, some);
            at += some;
        }
        writer.close();
        writer.close();
        return writer.facts();
    }

    private static byte[] lines(int length) {
        SplittableRandom random = new SplittableRandom(length);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (random.nextInt(60) == 0 ? '\n' : 'a' + random.nextInt(26));
        }
        return bytes;
    }
}
