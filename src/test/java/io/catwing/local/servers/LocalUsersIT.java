package io.catwing.local.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.catwing.app.DatabaseSettings;
import io.catwing.app.HomeFolder;
import io.catwing.failure.AbortingFailure;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other users of the same machine find of the embedded servers: a port that asks for a password, and nothing else. */
class LocalUsersIT {
    @TempDir
    Path folder;

    @Test
    void a_new_data_directory_trusts_nobody_before_its_server_ever_starts() throws Exception {
        try (Home home = Home.take(folder.resolve("home"))) {
            PostgresProgram program = PostgresProgram.unpack(home.closedFolder("postgresql"));
            Path data = home.path().resolve("pg");

            program.initialise(data, "a password");

            assertThat(Files.readAllLines(data.resolve("pg_hba.conf")))
                    .filteredOn(line -> !line.startsWith("#") && !line.isBlank())
                    .isNotEmpty()
                    .allMatch(line -> line.endsWith("scram-sha-256"));
            try (Stream<Path> files = Files.list(home.path())) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .as("the file with the password is gone")
                        .containsExactlyInAnyOrder("lock", "pg", "postgresql");
            }
        }
    }

    @Test
    void the_server_asks_everybody_for_a_password_and_knows_only_what_it_needs() throws Exception {
        try (Home home = Home.take(folder.resolve("home"));
                EmbeddedDatabase database = EmbeddedDatabase.start(home)) {
            for (String user : List.of("postgres", "catwing", "catwing_restore")) {
                for (String guess : List.of("", "postgres", user)) {
                    assertThatThrownBy(() -> DriverManager.getConnection(
                                    database.settings().url(), user, guess))
                            .isInstanceOf(SQLException.class);
                }
            }
            assertThat(query(
                            database.settings(),
                            "select rolname, rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls"
                                    + " from pg_roles where rolcanlogin order by 1"))
                    .containsExactly("catwing f t f f f", "catwing_restore f f f f f", "postgres t t t t t");
            assertThat(List.of(
                            PostgresRoles.superuserSecret(home),
                            PostgresRoles.applicationSecret(home),
                            PostgresRoles.restoreSecret(home)))
                    .doesNotHaveDuplicates()
                    .allMatch(secret -> secret.length() == 48);
            assertThatThrownBy(() -> query(database.restoreSettings(), "select 1"))
                    .as("the live database is nothing of the role that a restore runs as")
                    .hasMessageContaining("permission denied for database \"catwing\"");
            assertThat(Files.readAllLines(home.path().resolve("pg/postmaster.pid"))
                            .get(4))
                    .as("the folder of the socket file")
                    .isBlank();

            List<ProcessHandle> processes = new ArrayList<>();
            ProcessHandle postmaster = ProcessHandle.of(
                            Postmaster.of(home.path().resolve("pg"))
                                    .orElseThrow()
                                    .pid())
                    .orElseThrow();
            processes.add(postmaster);
            postmaster.descendants().forEach(processes::add);
            assertThat(processes).hasSizeGreaterThan(3);
            for (ProcessHandle process : processes) {
                // A server process may write a title of its own over the beginning; names of ours would still show.
                assertThat(environment(process))
                        .as(process.toString())
                        .allMatch(line -> PostgresProgram.ENVIRONMENT.containsKey(line.split("=", 2)[0])
                                || line.startsWith("PG_GRANDPARENT_PID")
                                || !line.contains("="));
            }
        }
        assertOnlyOurs(HomeFolder.prepare(folder.resolve("home")));
    }

    @Test
    void a_home_in_which_all_roles_had_one_password_is_carried_over() throws Exception {
        try (Home home = Home.take(folder.resolve("home"))) {
            String before;
            try (EmbeddedDatabase database = EmbeddedDatabase.start(home)) {
                before = PostgresRoles.applicationSecret(home);
                String url = database.settings().url();
                execute(database.settings(), "create table kept as select 7 as n");
                DatabaseSettings superuser = new DatabaseSettings(url, "postgres", PostgresRoles.superuserSecret(home));
                execute(superuser, "drop role catwing_restore");
                execute(superuser, "alter role postgres password '" + before + "'");
            }
            Files.delete(home.path().resolve("postgres.secret"));
            Files.delete(home.path().resolve("restore.secret"));

            try (EmbeddedDatabase database = EmbeddedDatabase.start(home)) {
                assertThat(query(database.settings(), "select n from kept")).containsExactly("7");
                assertThat(query(database.settings(), "select pg_has_role('catwing_restore', 'member')"))
                        .containsExactly("t");
                assertThatThrownBy(() ->
                                DriverManager.getConnection(database.settings().url(), "postgres", before))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("password authentication failed");
            }
        }
    }

    @Test
    void a_home_is_closed_to_others_before_it_is_used_and_a_folder_of_others_is_refused() throws Exception {
        Path made = HomeFolder.prepare(folder.resolve("made"));
        Path before = Files.createDirectories(folder.resolve("before/logs")).getParent();
        Files.setPosixFilePermissions(before, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String file : List.of("lock", "postgres.log")) {
            Files.setPosixFilePermissions(
                    Files.createFile(before.resolve(file)), PosixFilePermissions.fromString("rw-r--r--"));
        }
        Path somebodys = Files.createDirectories(folder.resolve("somebodys"));
        Files.writeString(somebodys.resolve("letter.txt"), "x");
        Files.setPosixFilePermissions(somebodys, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertOnlyOurs(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(HomeFolder.prepare(before))))
                .isEqualTo("rwx------");
        assertOnlyOurs(before);
        assertThatThrownBy(() -> HomeFolder.prepare(somebodys))
                .isInstanceOf(AbortingFailure.class)
                .hasMessage("CATWING_HOME " + somebodys
                        + " cannot be used: other users may enter it (rwxrwxrwx), and it holds"
                        + " files that are not catwing's\nHINT: make it a folder that this user may write, or set"
                        + " CATWING_HOME to another");
        assertThat(Files.getPosixFilePermissions(somebodys)).contains(PosixFilePermission.OTHERS_WRITE);
    }

    @Test
    void the_home_is_a_folder_in_a_volume_as_kubernetes_makes_it_and_not_the_volume_itself() throws Exception {
        Path volume = Files.createDirectory(folder.resolve("volume"));
        Files.setPosixFilePermissions(volume, PosixFilePermissions.fromString("rwxrwxrwx"));
        assumeThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
                .as("only root gives a folder to another user")
                .isEqualTo(0);
        Files.setAttribute(volume, "unix:uid", 10002);

        assertThatThrownBy(() -> HomeFolder.prepare(volume))
                .isInstanceOf(AbortingFailure.class)
                .hasMessage("CATWING_HOME " + volume
                        + " cannot be used: it belongs to another user, and all may write to it (rwxrwxrwx)\nHINT: set"
                        + " CATWING_HOME to a folder of this user's, such as " + volume
                        + "/home; one that is missing is made, closed to others");
        assertOnlyOurs(HomeFolder.prepare(volume.resolve("home")));
        assertOnlyOurs(HomeFolder.prepare(volume.resolve("home")));
    }

    /** Closed to others, whatever the umask: the folder, and each folder and file in it for itself. */
    private static void assertOnlyOurs(Path home) throws IOException {
        List<Path> all = new ArrayList<>(List.of(home));
        try (Stream<Path> files = Files.list(home)) {
            files.forEach(all::add);
        }
        for (Path file : all) {
            assertThat(Files.getPosixFilePermissions(file))
                    .as(file.toString())
                    .doesNotContainAnyElementsOf(Set.of(
                            PosixFilePermission.GROUP_READ,
                            PosixFilePermission.GROUP_WRITE,
                            PosixFilePermission.GROUP_EXECUTE,
                            PosixFilePermission.OTHERS_READ,
                            PosixFilePermission.OTHERS_WRITE,
                            PosixFilePermission.OTHERS_EXECUTE));
        }
    }

    /** Nothing of a worker that has ended meanwhile: autovacuum's come and go. */
    private static List<String> environment(ProcessHandle process) throws IOException {
        String variables;
        try {
            variables = Files.readString(Path.of("/proc", Long.toString(process.pid()), "environ"));
        } catch (FileSystemException ended) {
            assertThat(process.onExit()).as(process.toString()).succeedsWithin(Duration.ofSeconds(20));
            return List.of();
        }
        return Stream.of(variables.split("\0")).filter(line -> !line.isBlank()).toList();
    }

    private static void execute(DatabaseSettings settings, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(settings.url(), settings.user(), settings.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Each row's values, a blank between. */
    private static List<String> query(DatabaseSettings settings, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(settings.url(), settings.user(), settings.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> lines = new ArrayList<>();
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    values.add(rows.getString(column));
                }
                lines.add(String.join(" ", values));
            }
            return lines;
        }
    }
}
