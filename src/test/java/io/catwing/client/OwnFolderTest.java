package io.catwing.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnFolderTest {
    @TempDir
    Path folder;

    private OwnFolder read() {
        return new OwnFolder(folder) {};
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void another_file_another_text_and_a_file_that_is_gone_change_it_until_all_is_as_it_was() throws IOException {
        Path file = folder.resolve("stats/a.sql");
        write(file, "select 1");
        OwnFolder read = read();
        assertThat(read.hasChanged()).isFalse();

        write(file, "select 2");
        assertThat(read.hasChanged()).isTrue();
        Files.delete(file);
        assertThat(read.hasChanged()).isTrue();
        write(file, "select 1");
        assertThat(read.hasChanged()).isFalse();
        write(folder.resolve("stats/b.sql"), "select 1");
        assertThat(read.hasChanged()).isTrue();
    }

    @Test
    void what_is_hidden_or_for_people_to_read_does_not_change_it() throws IOException {
        OwnFolder read = read();

        write(folder.resolve("README.md"), "for people");
        write(folder.resolve("stats/.a.sql.swp"), "of an editor");

        assertThat(read.hasChanged()).isFalse();
    }

    /** Kubernetes: each file is a link into ..data, which is a link that is replaced, if only another file has changed. */
    @Test
    void a_mount_that_is_made_anew_with_the_same_text_does_not_change_it() throws IOException {
        write(folder.resolve("..first/a.sql"), "select 1");
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("..first"));
        Files.createSymbolicLink(folder.resolve("a.sql"), Path.of("..data/a.sql"));
        OwnFolder read = read();

        for (String text : new String[] {"select 1", "select 2"}) {
            String next = "..of " + text;
            write(folder.resolve(next + "/a.sql"), text);
            Files.createSymbolicLink(folder.resolve("..new"), Path.of(next));
            Files.move(folder.resolve("..new"), folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
            assertThat(read.hasChanged()).isEqualTo(text.endsWith("2"));
        }
    }
}
