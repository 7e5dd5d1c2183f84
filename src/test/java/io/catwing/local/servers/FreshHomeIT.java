package io.catwing.local.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.support.Child;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of a home with ls, ss, ps and Ctrl-C: as docs/reference/configuration.md says, and nothing else. */
class FreshHomeIT {
    /** What docs/reference/configuration.md lists. */
    private static final Set<String> LAYOUT = Set.of(
            "pg",
            "s3",
            "postgresql",
            "spool",
            "logs",
            "reports",
            "ml",
            "postgres.log",
            "lock",
            "backup.key",
            "demo.port",
            "postgres.secret",
            "database.secret",
            "restore.secret",
            "s3.secret",
            "operator.password",
            "service.json",
            "http");

    private static final Map<String, Set<String>> ENVIRONMENTS = Map.of(
            "postgres", words("PATH LC_ALL"),
            "pg_dump",
                    words(
                            "PATH HOME TZ TMPDIR LC_ALL PGHOST PGPORT PGDATABASE PGUSER PGPASSWORD PGTZ PGCONNECT_TIMEOUT PGTARGETSESSIONATTRS"),
            "trainer", words("PATH HOME TMPDIR LANG LC_ALL CATWING_RUN_FOLDER CATWING_CLIENT CATWING_RUN_DATE"));

    @TempDir
    Path folder;

    private final List<Process> children = new ArrayList<>();

    @AfterEach
    void endAll() throws Exception {
        for (Process child : children) {
            child.destroyForcibly().waitFor();
        }
        Postmaster.of(home().resolve("pg")).ifPresent(Postmaster::end);
    }

    @Test
    void after_each_command_a_home_is_its_owners_alone_and_children_know_what_they_need() throws Exception {
        Path programs = Files.createDirectory(folder.resolve("bin"));
        Path dumpSaw = folder.resolve("pg_dump.environ");
        for (String program : List.of("pg_dump", "psql")) {
            String real = String.valueOf(onPath(program));
            Files.writeString(
                    programs.resolve(program),
                    "#!/bin/sh\ncase \"$*\" in *--snapshot*) cat /proc/$$/environ >" + dumpSaw + ";; esac\nexec " + real
                            + " \"$@\"\n");
            Files.setPosixFilePermissions(programs.resolve(program), PosixFilePermissions.fromString("rwx------"));
        }
        Process demo = start(Map.of("CATWING_PG_BIN", programs.toString()), "demo", "--days", "1", "--no-disaster");
        Map<String, Set<String>> seen = new TreeMap<>();
        while (!demo.waitFor(20, TimeUnit.MILLISECONDS)) {
            demo.descendants().forEach(process -> look(process, seen));
        }

        assertThat(demo.exitValue()).as(said()).isZero();
        // But for the log, which tests write to the terminal.
        assertThat(said().lines().filter(line -> !line.matches("(\\d\\d:|\t).*")))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
        assertOnlyOurs();
        seen.put("pg_dump", names(Files.readString(dumpSaw)));
        assertThat(seen.keySet()).containsAll(ENVIRONMENTS.keySet());
        seen.forEach((program, names) ->
                assertThat(ENVIRONMENTS.get(program)).as(program).containsAll(names));
    }

    @Test
    void a_service_listens_for_this_machine_alone_and_ends_with_all_its_servers() throws Exception {
        Process service = start(Map.of("CATWING_DAILY_AGAIN_CRON", "0 0 0 1 1 ? 2099"), "serve", "--port", "0");
        awaitText(service, "catwing is up");
        Set<ProcessHandle> processes = service.descendants().collect(Collectors.toCollection(TreeSet::new));
        processes.add(service.toHandle());
        // HTTP, S3 and PostgreSQL; nobody from another machine gets to any of them.
        assertThat(listening(processes)).hasSize(3).allMatch(address -> address.startsWith("127.0.0.1:"));
        signal(service, "INT");

        assertThat(service.waitFor()).as(said()).isEqualTo(130);
        assertThat(processes).noneMatch(ProcessHandle::isAlive);
        assertOnlyOurs();
    }

    /** As a terminal does it: to all processes of the command at once, after a bar was drawn. */
    @Test
    void ctrl_c_at_a_progress_bar_ends_the_servers_too_and_leaves_nothing_behind() throws Exception {
        Process terminal = start(Map.of("CATWING_TERMINAL", "80"), true, "demo", "--days", "60", "--no-disaster");
        awaitText(terminal, "fetch [");
        Set<ProcessHandle> processes = terminal.descendants().collect(Collectors.toCollection(TreeSet::new));
        assertThat(Postmaster.of(home().resolve("pg"))).as(said()).isPresent();

        terminal.getOutputStream().write(3);
        terminal.getOutputStream().flush();

        terminal.waitFor();
        for (ProcessHandle process : processes) {
            process.onExit().get(5, TimeUnit.MINUTES);
        }
        assertThat(Postmaster.of(home().resolve("pg"))).isEmpty();
        assertThat(home().resolve("pg/postmaster.pid")).doesNotExist();
        try (Stream<Path> spooled = Files.list(home().resolve("spool"))) {
            assertThat(spooled)
                    .extracting(file -> file.getFileName().toString())
                    .containsExactly("lock");
        }
        Home.take(home()).close();
    }

    @Test
    void a_demo_without_its_clients_says_so_before_any_server_starts() throws Exception {
        Process demo = start(Map.of("CATWING_CLIENTS", folder.toString()), "demo");

        assertThat(demo.waitFor()).isEqualTo(2);
        assertThat(said())
                .isEqualTo("catwing: the demo's ERPs are asked by the files of CW-000151 and CW-000200, and " + folder
                        + " has no CW-000151.yaml\nHINT: unset CATWING_CLIENTS, or name the folder clients of the checkout"
                        + " in it\n");
        assertThat(home()).doesNotExist();
    }

    private Path home() {
        return folder.resolve("home");
    }

    private Process start(Map<String, String> environment, String... arguments) throws IOException {
        return start(environment, false, arguments);
    }

    /** As the launcher does, umask and all. @param terminal its own, of which our output is the keyboard */
    private Process start(Map<String, String> environment, boolean terminal, String... arguments) throws IOException {
        List<String> program = new ArrayList<>();
        program.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        program.addAll(Child.program("-Xmx512m"));
        program.addAll(List.of(arguments));
        // Whoever started the build in the background had its SIGINT ignored, and so have all children.
        String line = "umask 077; exec env --default-signal=INT,HUP "
                + program.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        ProcessBuilder builder = terminal
                ? new ProcessBuilder("script", "--quiet", "--return", "--command", line, "/dev/null")
                : new ProcessBuilder("sh", "-c", line);
        builder.redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("said").toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("CATWING_") || name.startsWith("CW_"));
        builder.environment()
                .putAll(Map.of(
                        "CATWING_HOME", home().toString(),
                        "CATWING_CLIENTS", Path.of("clients").toAbsolutePath().toString(),
                        "A_SECRET_OF_THE_SHELL", "x"));
        builder.environment().putAll(environment);
        Process child = builder.start();
        children.add(child);
        return child;
    }

    private String said() throws IOException {
        return Files.readString(folder.resolve("said"));
    }

    private void awaitText(Process process, String text) throws Exception {
        while (!said().contains(text)) {
            assertThat(process.waitFor(50, TimeUnit.MILLISECONDS)).as(said()).isFalse();
        }
    }

    private static void signal(Process process, String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** The names in each child's environment, by what the child is; of a short-lived one perhaps none. */
    private static void look(ProcessHandle process, Map<String, Set<String>> seen) {
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        try {
            // Not as Java tells it: without what is long, such as a class path.
            String command = Files.readString(proc.resolve("cmdline"));
            String kind = command.contains("\0demo-trainer\0")
                    ? "trainer"
                    : command.contains("/bin/postgres\0-D\0") ? "postgres" : null;
            if (kind != null) {
                seen.computeIfAbsent(kind, k -> new TreeSet<>())
                        .addAll(names(Files.readString(proc.resolve("environ"))));
            }
        } catch (IOException ended) {
            assertThat(ended).hasMessageContaining("/proc/");
        }
    }

    private static Set<String> words(String text) {
        return Set.of(text.split(" "));
    }

    private static Set<String> names(String environment) {
        return Stream.of(environment.split("\0"))
                .filter(line -> line.contains("="))
                .map(line -> line.substring(0, line.indexOf('=')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Path onPath(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(bin -> Path.of(bin, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    /** The addresses at which these processes listen, from what {@code ss -ltnp} reads. */
    private static Set<String> listening(Set<ProcessHandle> processes) throws IOException {
        Set<String> sockets = new TreeSet<>();
        for (ProcessHandle process : processes) {
            try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
                files.forEach(file -> sockets.add(target(file)));
            } catch (NoSuchFileException ended) {
                assertThat(process.isAlive()).as("a session that ended").isFalse();
            }
        }
        Set<String> addresses = new TreeSet<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] columns = line.strip().split("\\s+");
                if (columns[3].equals("0A") && sockets.contains("socket:[" + columns[9] + "]")) {
                    addresses.add(address(columns[1]));
                }
            }
        }
        return addresses;
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closed) {
            return "";
        }
    }

    /** 127.0.0.1 alone has words; any other stays as the kernel writes it. */
    private static String address(String hex) {
        Matcher loopback =
                Pattern.compile("(?:0{16}FFFF0{4})?0100007F:([0-9A-F]{4})").matcher(hex);
        return loopback.matches() ? "127.0.0.1:" + Integer.parseInt(loopback.group(1), 16) : hex;
    }

    private void assertOnlyOurs() throws IOException {
        try (Stream<Path> entries = Files.list(home())) {
            assertThat(entries.map(entry -> entry.getFileName().toString())).isSubsetOf(LAYOUT);
        }
        Set<PosixFilePermission> open = EnumSet.allOf(PosixFilePermission.class);
        open.removeAll(PosixFilePermissions.fromString("rwx------"));
        try (Stream<Path> all = Files.walk(home())) {
            assertThat(all.filter(file -> !Files.isSymbolicLink(file)))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(permissions(file)).doesNotContainAnyElementsOf(open));
        }
    }

    private static Set<PosixFilePermission> permissions(Path file) {
        try {
            return Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
