package io.catwing.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.client.Limits;
import io.catwing.failure.QuarantinedFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

    static final Spool.Bounds WIDE = new Spool.Bounds(Long.MAX_VALUE, 0);

    @TempDir
    Path home;

    private static void write(Spool spool, String... records) {
        for (String record : records) {
            spool.beginRecord();
            byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
            spool.write(bytes, 0, bytes.length);
        }
    }

    @Test
    void a_page_that_is_dropped_leaves_no_trace_however_long_it_was() throws Exception {
        Spool spool = new Spool(home.resolve("spool"), WIDE);
        spool.beginPage();
        write(spool, "{\"a\":1}", "{\"a\":2}");
        spool.beginPage();
        write(spool, "{\"a\":\"" + "x".repeat(300_000) + "\"}", "{\"half");
        spool.dropPage();
        assertThat(spool.records()).isEqualTo(2);
        spool.beginPage();
        write(spool, "{\"a\":3}");
        String sha256 = spool.finish();
        String file = Files.readString(spool.file());
        assertThat(file).isEqualTo("[\n{\"a\":1},\n{\"a\":2},\n{\"a\":3}\n]\n");
        assertThat(spool.bytes()).isEqualTo(file.length());
        assertThat(sha256)
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(file.getBytes(StandardCharsets.UTF_8))));
        spool.remove();
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void a_record_may_be_as_long_as_the_limit_and_no_byte_longer() {
        Spool spool = new Spool(home.resolve("spool"), WIDE);
        spool.beginPage();
        byte[] half = new byte[Limits.RECORD_BYTES / 2];
        for (int i = 0; i < 2; i++) {
            spool.beginRecord();
            spool.write(half, 0, half.length);
            spool.write(half, 0, half.length);
        }
        assertThatThrownBy(() -> spool.write(' '))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageStartingWith("record 2 of the page is longer than the 32 MB that a record may have");
        spool.remove();
    }

    @Test
    void a_page_has_the_same_hash_wherever_it_stands() {
        Spool spool = new Spool(home.resolve("spool"), WIDE);
        spool.beginPage();
        write(spool, "{\"a\":1}");
        String first = spool.pageHash();
        spool.beginPage();
        write(spool, "{\"a\":1}");
        assertThat(spool.pageHash()).isEqualTo(first);
        spool.beginPage();
        write(spool, "{\"a\":2}");
        assertThat(spool.pageHash()).isNotEqualTo(first);
        spool.remove();
    }

    @Test
    void a_file_that_grows_beyond_its_limit_is_refused_and_what_came_before_stays_within_it() {
        Spool spool = new Spool(home.resolve("spool"), new Spool.Bounds(100_000, 0));
        spool.beginPage();
        String record = "{\"a\":\"" + " ".repeat(9_000) + "\"}";
        assertThatThrownBy(() -> write(spool, Collections.nCopies(20, record).toArray(String[]::new)))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessage(
                        "the raw file is longer than the 100000 bytes that one may have\nHINT: make the client's delta"
                                + " window shorter, or split the entity's request; the limit is CATWING_FETCH_LARGEST_FILE");
        assertThat(spool.file().toFile())
                .satisfies(file -> assertThat(file.length()).isLessThanOrEqualTo(100_000));
        spool.remove();
    }

    @Test
    void a_disk_with_too_little_free_space_is_not_written_to() {
        assertThatThrownBy(() -> new Spool(home.resolve("spool"), new Spool.Bounds(100_000, Long.MAX_VALUE)))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageMatching(
                        "(?s)the disk of the spool file .* has \\d+ bytes free, and 9223372036854775807 stay free\nHINT:"
                                + " make room on the disk of CATWING_HOME; the limit is CATWING_FETCH_FREE_SPACE");
        assertThat(home).isEmptyDirectory();
    }
}
