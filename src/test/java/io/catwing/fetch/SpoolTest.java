package io.catwing.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.raw.RawKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

    private static final RawKey KEY = new RawKey(new ClientId("CW-000200"), LocalDate.of(2026, 2, 24), Entity.PRODUCTS);

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
        Spool spool = new Spool(home.resolve("spool"));
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
    void a_page_has_the_same_hash_wherever_it_stands() {
        Spool spool = new Spool(home.resolve("spool"));
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
    void what_a_dead_process_left_goes_and_what_a_living_one_holds_stays() throws IOException {
        Path orphan = Files.createDirectories(home.resolve("spool/7a3c"));
        Files.writeString(orphan.resolve("lock"), "");
        Files.writeString(orphan.resolve("CW-000200-2026-02-24-products-1.json"), "[");
        SpoolFolder living = new SpoolFolder(home);
        Spool held = living.open(KEY);
        assertThat(orphan).doesNotExist();
        SpoolFolder other = new SpoolFolder(home);
        Spool second = other.open(KEY);
        assertThat(held.file()).exists();
        assertThat(second.file()).exists().isNotEqualTo(held.file());
        living.close();
        assertThat(held.file().getParent()).doesNotExist();
        assertThat(second.file()).exists();
        other.close();
    }

    @Test
    void who_fetches_nothing_writes_nothing() throws IOException {
        new SpoolFolder(home).close();
        assertThat(home).isEmptyDirectory();
    }
}
