package io.catwing.local.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.app.DatabaseSettings;
import io.catwing.bucket.S3Clients;
import io.catwing.failure.AbortingFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

class EmbeddedIT {
    @TempDir
    Path folder;

    private final List<Process> children = new ArrayList<>();

    /** A server that lost its parent would outlive the tests. */
    @AfterEach
    void endAll() throws Exception {
        for (Process child : children) {
            child.destroyForcibly().waitFor();
        }
        Postmaster.of(home().resolve("pg")).ifPresent(Postmaster::end);
    }

    @Test
    void what_was_stored_is_there_after_stop_and_start() throws Exception {
        try (Home home = Home.take(home());
                EmbeddedS3 s3 = EmbeddedS3.start(home, "masters");
                EmbeddedDatabase database = EmbeddedDatabase.start(home);
                S3Client client = S3Clients.create(s3.settings())) {
            query(database, "create table kept as select 42 as n");
            client.putObject(
                    p -> p.bucket("masters").key("ml-output/a").metadata(Map.of("records", "7")),
                    RequestBody.fromString("content"));
        }
        assertThat(Postmaster.of(home().resolve("pg"))).isEmpty();

        try (Home home = Home.take(home());
                EmbeddedS3 s3 = EmbeddedS3.start(home, "masters");
                EmbeddedDatabase database = EmbeddedDatabase.start(home);
                S3Client client = S3Clients.create(s3.settings())) {
            assertThat(query(database, "select n from kept")).isEqualTo("42");
            assertThat(client.getObjectAsBytes(g -> g.bucket("masters").key("ml-output/a")))
                    .satisfies(o -> assertThat(o.asUtf8String()).isEqualTo("content"))
                    .satisfies(o -> assertThat(o.response().metadata()).containsEntry("records", "7"));
        }
    }

    @Test
    void commits_are_as_safe_as_a_real_servers_and_nobody_else_gets_in() throws Exception {
        try (Home home = Home.take(home());
                EmbeddedDatabase database = EmbeddedDatabase.start(home)) {
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                assertThat(query(database, "show " + setting)).as(setting).isEqualTo("on");
            }
            assertThat(query(database, "show listen_addresses")).isEqualTo("127.0.0.1");
            for (String user : List.of("catwing", "postgres")) {
                assertThatThrownBy(() ->
                                DriverManager.getConnection(database.settings().url(), user, "a guess"))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("password authentication failed");
            }
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home())))
                .isEqualTo("rwx------");
        for (String secret : List.of("database.secret")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home().resolve(secret))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void a_start_after_kill_9_finds_everything_that_was_committed() throws Exception {
        Process child = ready(child());
        child.destroyForcibly().waitFor();
        Optional<Postmaster> orphan = Postmaster.of(home().resolve("pg"));
        assertThat(orphan).as("the server that the killed process left").isPresent();
        Path leftover = home().resolve("s3/masters/raw-data/CW-000200/2026-02-24/"
                + "products.json-1b4e28ba-2fa1-41d2-883f-0016d3cca427");
        Files.createDirectories(leftover.getParent());
        Files.writeString(leftover, "[{\"half");

        try (Home home = Home.take(home());
                EmbeddedS3 s3 = EmbeddedS3.start(home, "masters");
                EmbeddedDatabase database = EmbeddedDatabase.start(home);
                S3Client client = S3Clients.create(s3.settings())) {
            assertThat(query(database, "select count(*) from kept")).isEqualTo("1");
            assertThat(ProcessHandle.of(orphan.orElseThrow().pid())).isEmpty();
            assertThat(client.listObjectsV2(l -> l.bucket("masters")).contents().stream()
                            .map(S3Object::key))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 1500, 2500})
    void a_first_start_that_is_killed_at_any_moment_is_no_obstacle(int milliseconds) throws Exception {
        Process child = child();
        child.waitFor(milliseconds, TimeUnit.MILLISECONDS);
        child.destroyForcibly().waitFor();

        Process again = ready(child());
        assertThat(again.isAlive()).isTrue();
    }

    @Test
    void a_second_start_says_who_holds_the_folder() throws Exception {
        Process child = ready(child());

        assertThatThrownBy(() -> Home.take(home()))
                .isInstanceOf(AbortingFailure.class)
                .hasMessageMatching(
                        "another catwing \\(pid " + child.pid() + ", io.catwing.local.servers.EmbeddedChild .*,"
                                + " since 20.*Z\\) uses .*/home\nHINT: wait until it is done, stop it, or set CATWING_HOME to"
                                + " another folder");
        assertThat(child.isAlive()).isTrue();
    }

    @Test
    void of_two_starts_at_once_one_works_and_the_other_says_why() throws Exception {
        Process one = child();
        Process other = child();

        CompletableFuture.anyOf(one.onExit(), other.onExit()).get(30, TimeUnit.MINUTES);

        ready(one.isAlive() ? one : other);
        assertThat(folder.resolve("child.err"))
                .content()
                .contains("another catwing (")
                .contains("uses ");
    }

    @RepeatedTest(50)
    void of_many_that_make_the_folder_at_once_one_has_it_and_each_other_hears_of_the_holder() throws Exception {
        CyclicBarrier start = new CyclicBarrier(8);
        List<CompletableFuture<Home>> takers = Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                start.await();
                            } catch (InterruptedException | BrokenBarrierException e) {
                                throw new IllegalStateException(e);
                            }
                            return Home.take(home());
                        },
                        work -> new Thread(work).start()))
                .limit(8)
                .toList();

        List<String> refusals = new ArrayList<>();
        List<Home> taken = new ArrayList<>();
        for (CompletableFuture<Home> taker : takers) {
            try {
                taken.add(taker.get());
            } catch (ExecutionException e) {
                refusals.add(e.getCause().getMessage());
            }
        }

        taken.forEach(Home::close);
        assertThat(taken).hasSize(1);
        assertThat(refusals).hasSize(7).allMatch(text -> text.startsWith("another catwing ("));
    }

    @Test
    void the_lock_is_free_after_it_was_given_back() {
        Home.take(home()).close();
        Home.take(home()).close();
    }

    @Test
    void a_pid_file_whose_number_is_another_process_by_now_ends_nobody_and_stops_nothing() throws Exception {
        try (Home home = Home.take(home())) {
            EmbeddedDatabase.start(home).close();
            Process stranger = new ProcessBuilder("sleep", "600").start();
            children.add(stranger);
            Path data = home().toRealPath().resolve("pg");
            Files.writeString(
                    data.resolve("postmaster.pid"), stranger.pid() + "\n" + data + "\n1\n5432\n\n127.0.0.1\n");

            EmbeddedDatabase.start(home).close();

            assertThat(stranger.isAlive()).isTrue();
        }
    }

    @Test
    void data_of_another_major_version_is_refused_with_what_to_do() throws Exception {
        try (Home home = Home.take(home())) {
            EmbeddedDatabase.start(home).close();
            Files.writeString(home().resolve("pg/PG_VERSION"), "14\n");

            assertThatThrownBy(() -> EmbeddedDatabase.start(home))
                    .isInstanceOf(AbortingFailure.class)
                    .hasMessageContaining("/pg was made by PostgreSQL 14, which is not the version inside this catwing")
                    .hasMessageContaining("HINT: the database can always be rebuilt from S3: move ");
        }
    }

    @Test
    void a_server_that_does_not_start_fails_at_once_with_its_last_words() throws Exception {
        try (Home home = Home.take(home())) {
            EmbeddedDatabase.start(home).close();
            Files.delete(home().resolve("pg/global/pg_control"));

            assertThatThrownBy(() -> EmbeddedDatabase.start(home))
                    .isInstanceOf(AbortingFailure.class)
                    .hasMessageContaining("the embedded PostgreSQL did not start on ")
                    .hasMessageContaining("pg_control")
                    .hasMessageContaining("HINT: see ");
        }
    }

    @Test
    void a_folder_with_something_else_in_it_is_not_emptied() throws Exception {
        try (Home home = Home.take(home())) {
            Path precious = Files.createDirectories(home().resolve("pg")).resolve("precious");
            Files.writeString(precious, "x");

            assertThatThrownBy(() -> EmbeddedDatabase.start(home))
                    .isInstanceOf(AbortingFailure.class)
                    .hasMessageContaining("/pg is not the data directory of a PostgreSQL server");
            assertThat(precious).exists();
        }
    }

    @Test
    void a_home_that_is_no_folder_is_refused() throws Exception {
        Files.writeString(home(), "a file");

        assertThatThrownBy(() -> Home.take(home()))
                .isInstanceOf(AbortingFailure.class)
                .hasMessageContaining("/home cannot be used: it is no folder")
                .hasMessageContaining(
                        "HINT: make it a folder that this user may write, or set CATWING_HOME to another");
    }

    private Path home() {
        return folder.resolve("home");
    }

    private Process child() throws IOException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        EmbeddedChild.class.getName(),
                        home().toString())
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("child.err").toFile()))
                .start();
        children.add(child);
        return child;
    }

    private Process ready(Process child) throws IOException {
        // Not closed: closing it would break the child's standard output.
        BufferedReader out = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); !EmbeddedChild.READY.equals(line); line = out.readLine()) {
            if (line == null) {
                throw new AssertionError("the child ended: " + Files.readString(folder.resolve("child.err")));
            }
        }
        return child;
    }

    private static String query(EmbeddedDatabase database, String sql) throws SQLException {
        DatabaseSettings settings = database.settings();
        try (Connection connection = DriverManager.getConnection(settings.url(), settings.user(), settings.password());
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet rows = statement.getResultSet()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }
}
