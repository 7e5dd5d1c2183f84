package io.catwing.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolFolderTest {
    @TempDir
    Path home;

    @Test
    void what_a_dead_process_left_goes_and_what_a_living_one_holds_stays() throws IOException {
        Path orphan = Files.createDirectories(home.resolve("spool/7a3c"));
        Files.writeString(orphan.resolve("lock"), "");
        Files.writeString(orphan.resolve("1-CW-000200-2026-02-24-products.json"), "[");
        SpoolFolder living = new SpoolFolder(home);
        Path held = Files.writeString(living.newFile("held.json"), "[");
        assertThat(orphan).doesNotExist();
        SpoolFolder other = new SpoolFolder(home);
        Path second = Files.writeString(other.newFile("held.json"), "[");
        assertThat(held).exists();
        assertThat(second).exists().isNotEqualTo(held);
        living.close();
        assertThat(held.getParent()).doesNotExist();
        assertThat(second).exists();
        other.close();
    }

    @Test
    void who_spools_nothing_writes_nothing() throws IOException {
        new SpoolFolder(home).close();
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void a_name_never_leads_out_of_the_folder() {
        SpoolFolder folder = new SpoolFolder(home);
        assertThatThrownBy(() -> folder.newFile("../x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> folder.newFile(".hidden")).isInstanceOf(IllegalArgumentException.class);
    }
}
