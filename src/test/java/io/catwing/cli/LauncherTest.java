package io.catwing.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import io.catwing.app.ServiceAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script {@code catwing} beside a Java and a Maven that only tell how they were called. */
class LauncherTest {
    @TempDir
    Path folder;

    private Path root;
    private Path elsewhere;
    private final Map<String, String> environment = new LinkedHashMap<>();

    @BeforeEach
    void a_checkout() throws Exception {
        root = Files.createDirectories(folder.resolve("check out"));
        elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        program(root.resolve("catwing"), Files.readString(Path.of("catwing")));
        Files.writeString(root.resolve("pom.xml"), "");
        Files.createDirectories(root.resolve("src/main"));
        Files.createDirectories(root.resolve("db"));
        program(
                folder.resolve("jdk/bin/java"),
                """
                #!/bin/bash
                if [ "$1" = -Djarmode=tools ]; then mkdir -p "$6" && touch "$6/catwing.jar"; exit; fi
                echo "home=$CATWING_HOME clients=$CATWING_CLIENTS examples=$CATWING_EXAMPLES charmap=$(locale charmap) umask=$(umask) arguments=${*: -2}" all="$*"
                """);
        program(folder.resolve("jdk/bin/javac"), "#!/bin/bash\n");
        environment.put("JAVA_HOME", folder.resolve("jdk").toString());
    }

    @Test
    void home_clients_and_examples_are_those_of_the_checkout_from_any_folder_and_without_a_locale() throws Exception {
        built();

        assertThat(run(0))
                .contains("home=" + root + "/.catwing clients=" + root + "/clients examples=" + root
                        + "/examples charmap=UTF-8")
                .contains("arguments=fetch --date=today");
    }

    @Test
    void the_help_text_is_kept_and_needs_no_java() throws Exception {
        built();
        String help = run(0, "--help");
        assertThat(help).contains("catwing.jar --help all=");
        program(folder.resolve("jdk/bin/java"), "#!/bin/bash\nexit 3\n");

        assertThat(run(0, "--help")).isEqualTo(help);
        assertThat(run(0, "-h")).isEqualTo(help);
        assertThat(run(3, "status", "--help")).as("of a command").isEmpty();
    }

    @Test
    void a_cache_of_java_25_is_not_shown_to_an_older_java_which_would_not_start() throws Exception {
        built();
        String older = Files.readString(folder.resolve("jdk/bin/java"));
        String knows = older.replace(
                "#!/bin/bash\n",
                "#!/bin/bash\nif [[ $1 = -XX:AOTCacheOutput=* ]]; then echo cache >\"${1#*=}\"; exit; fi\n");
        program(folder.resolve("jdk25/bin/java"), knows);
        program(folder.resolve("jdk25/bin/javac"), "#!/bin/bash\n");
        Files.writeString(folder.resolve("jdk25/release"), "JAVA_VERSION=\"25\"\n");
        environment.put("JAVA_HOME", folder.resolve("jdk25").toString());
        String cache = "-XX:AOTCache=" + root + "/target/app/catwing.aot ";

        assertThat(run(0)).contains(cache).doesNotContain("SharedArchiveFile");
        assertThat(run(0)).as("the second time").contains(cache);
        environment.put("JAVA_HOME", folder.resolve("jdk").toString());
        assertThat(run(0)).doesNotContain("AOTCache").contains("-XX:SharedArchiveFile=");

        Files.delete(folder.resolve("jdk25/release"));
        environment.put("JAVA_HOME", folder.resolve("jdk25").toString());
        built();
        assertThat(run(0)).as("a script that may start another Java").doesNotContain("AOTCache");
    }

    @Test
    void what_was_interrupted_while_it_was_prepared_is_prepared_again_and_the_command_is_not_run() throws Exception {
        built();
        String java = Files.readString(folder.resolve("jdk/bin/java"));
        program(
                folder.resolve("jdk/bin/java"),
                java.replace("#!/bin/bash\n", "#!/bin/bash\n[[ $1 != -XX:[AD]* ]] || exec sleep 600\n"));
        Path said = folder.resolve("said");
        Process launcher =
                launcher("fetch", "--date=today").redirectOutput(said.toFile()).start();
        Path begun = root.resolve("target/app/catwing.jar");
        await().until(() -> Files.exists(begun)
                && launcher.descendants()
                        .anyMatch(child -> child.info().command().orElse("").endsWith("sleep")));
        launcher.destroy();
        assertThat(launcher.waitFor()).isEqualTo(130);
        assertThat(launcher.descendants()).isEmpty();
        assertThat(said).content().doesNotContain("arguments=fetch");

        program(folder.resolve("jdk/bin/java"), java);
        assertThat(run(0, "--help")).contains("catwing.jar --help all=");
        assertThat(run(0)).contains("arguments=fetch --date=today");
    }

    @Test
    void of_two_launchers_one_prepares_and_the_other_waits_for_it() throws Exception {
        built();
        program(
                folder.resolve("jdk/bin/java"),
                Files.readString(folder.resolve("jdk/bin/java"))
                        .replace("mkdir -p \"$6\"", "echo extracted >>\"" + folder + "/extracted\"; mkdir -p \"$6\""));
        List<Process> both =
                List.of(launcher("fetch").start(), launcher("fetch").start());
        for (Process each : both) {
            assertThat(each.waitFor()).isZero();
        }
        assertThat(folder.resolve("extracted")).hasContent("extracted");
    }

    @Test
    void what_the_program_writes_is_closed_to_others_whatever_the_umask_of_the_shell() throws Exception {
        built();

        assertThat(run(0)).contains("umask=0077 ");
    }

    @Test
    void a_home_that_is_named_is_named_from_the_working_folder() throws Exception {
        built();
        environment.put("CATWING_HOME", "other");

        assertThat(run(0)).contains("home=" + elsewhere + "/other ");
    }

    @Test
    void jmx_on_a_port_without_tls_or_a_password_is_refused() throws Exception {
        built();
        for (String without : List.of(
                "%sauthenticate=false",
                "%sssl=false",
                "%sssl=false\n-Dx=1",
                "%sport=9011\n%sssl=false\n-Dx=1",
                "%sport=9011\t%sauthenticate=false\t-Dx=1",
                "%sssl=no",
                "%sssl=0",
                "%sssl",
                "%sauthenticate=",
                "%sssl=true %sssl=off")) {
            environment.put("CATWING_JAVA_OPTS", "-Dx=* " + without.replace("%s", "-Dcom.sun.management.jmxremote."));

            assertThat(run(2))
                    .as(without)
                    .isEqualTo(
                            "catwing: CATWING_JAVA_OPTS opens JMX without TLS or a password\n"
                                    + "HINT: leave jmxremote.ssl and jmxremote.authenticate out: see docs/reference/service.md\n");
        }
        for (String with : List.of("", " -Dcom.sun.management.jmxremote.ssl=true -Dx.ssl=false")) {
            environment.put("CATWING_JAVA_OPTS", "-Dcom.sun.management.jmxremote.port=9010" + with);
            assertThat(run(0)).contains("arguments=fetch ");
        }
    }

    @Test
    void commands_that_a_service_runs_are_handed_to_one_that_listens_and_no_others() throws Exception {
        unpacked();
        Set<String> names =
                new TreeSet<>(CatwingCommand.commandLine().getSubcommands().keySet());
        assertThat(run(0, "status")).as("there never was one").contains("-jar ");
        try (ServerSocket service = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            address(service.getLocalPort(), ProcessHandle.current().pid());
            for (String name : names) {
                assertThat(run(0, name).contains("-client.jar:")).as(name).isEqualTo(ServedNames.mayBe(name));
            }
            assertThat(run(0, "status"))
                    .contains("-cp " + root + "/target/catwing-client.jar:" + root
                            + "/target/app/lib/jackson-core-2.0.jar io.catwing.cli.ServiceClient status");

            address(service.getLocalPort(), Long.MAX_VALUE);
            assertThat(run(0, "status")).as("its process is gone").contains("-jar ");
        }
        address(1, ProcessHandle.current().pid());
        assertThat(run(0, "status")).as("nothing listens").contains("-jar ");

        environment.put("CATWING_URL", "https://catwing.example");
        assertThat(run(0, "status")).contains("ServiceClient status");
        assertThat(run(0, "check")).contains("-jar ");
    }

    @Test
    void a_service_at_an_address_of_ipv6_is_found() throws Exception {
        unpacked();
        try (ServerSocket service = onIpv6()) {
            for (String address : List.of("::1", "[::1]", "::")) {
                address(address, service.getLocalPort(), ProcessHandle.current().pid());

                assertThat(run(0, "status")).as(address).contains("ServiceClient status");
            }
        }
        assertThat(run(0, "status")).as("nothing listens").contains("-jar ");
    }

    /** Skips the test on a machine without it. */
    static ServerSocket onIpv6() {
        try {
            return new ServerSocket(0, 50, InetAddress.getByName("::1"));
        } catch (IOException none) {
            return abort("this machine has no ::1: " + none);
        }
    }

    private void unpacked() throws IOException {
        built();
        Files.createDirectories(root.resolve("target/app/lib"));
        Files.writeString(root.resolve("target/app/lib/jackson-core-2.0.jar"), "");
        Files.writeString(
                root.resolve("target/app/ready.txt"),
                root + "/target/app\n" + folder.resolve("jdk/bin/java").toRealPath() + "\n");
        Files.createDirectories(root.resolve(".catwing"));
    }

    private void address(int port, long pid) throws IOException {
        address("127.0.0.1", port, pid);
    }

    private void address(String host, int port, long pid) throws IOException {
        Files.deleteIfExists(root.resolve(".catwing/service.json"));
        new ServiceAddress(ServiceAddress.url(host, Integer.toString(port)), "secret", pid)
                .write(root.resolve(".catwing"));
    }

    @Test
    void a_java_home_without_java_is_refused() throws Exception {
        environment.put("JAVA_HOME", "/nowhere");

        assertThat(run(2))
                .isEqualTo("catwing: JAVA_HOME is /nowhere, where no bin/java is\nHINT: correct it, or unset it\n");
    }

    @Test
    void a_java_or_a_maven_that_is_too_old_is_told_before_anything_is_downloaded() throws Exception {
        maven("[ \"$1\" = -version ] && echo Apache Maven $VERSION || touch target/catwing.jar");
        String java = Files.readString(folder.resolve("jdk/bin/java"));
        for (String old : List.of("11.0.20", "1.8.0_392")) {
            java(java, old);
            assertThat(run(2))
                    .as(old)
                    .isEqualTo(
                            "catwing: this Java is older than 17\nHINT: apt-get install openjdk-17-jdk-headless, or a"
                                    + " newer one; JAVA_HOME says which is used\n");
        }
        java(java, "17.0.15");
        environment.put("VERSION", "3.6.3");
        assertThat(run(2))
                .isEqualTo("catwing: this Maven is older than 3.8\nHINT: install a newer one;"
                        + " a newer release of this system packages it\n");
        for (String enough : List.of("3.8.7", "3.10.0", "4.0.0")) {
            Files.deleteIfExists(root.resolve("target/catwing.jar"));
            environment.put("VERSION", enough);
            assertThat(run(0)).as(enough).contains("arguments=fetch --date=today");
        }
    }

    private void java(String text, String version) throws IOException {
        String says = "[ \"$1\" != -version ] || { echo 'openjdk version \"" + version + "\"' >&2; exit; }\n";
        program(folder.resolve("jdk/bin/java"), text.replace("#!/bin/bash\n", "#!/bin/bash\n" + says));
    }

    @Test
    void a_build_without_a_network_is_one_line_and_a_hint() throws Exception {
        maven(
                "echo '[ERROR] Could not transfer artifact: repo.example.com: Unknown host'; echo UnknownHostException; exit 1");

        assertThat(run(2).lines())
                .containsExactly(
                        "Building catwing: about a minute, at the first time some five, for 200 MB of",
                        "libraries are downloaded …",
                        "catwing: the libraries cannot be downloaded: no network, or no way to Maven Central",
                        "HINT: connect this machine, or name a mirror in ~/.m2/settings.xml; see " + root
                                + "/target/build.log");
    }

    @Test
    void a_build_that_fails_shows_what_maven_called_an_error() throws Exception {
        maven("echo '[INFO] much'; echo '[ERROR] src/Foo.java:[1,2] missing semicolon'; exit 1");

        assertThat(run(2))
                .doesNotContain("much")
                .contains("[ERROR] src/Foo.java:[1,2] missing semicolon\ncatwing: the build failed\nHINT: see ");
    }

    /** On a terminal, where it is told each second. The build ends when it was seen. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[INFO] Downloaded from central: https://repo.example.com/a.jar (1.2 kB at 3.4 kB/s)|, 1 files downloaded",
                "[INFO] --- compiler:3.14.0:compile (default-compile) @ catwing ---|, at compiler:3.14.0:compile",
            })
    void a_build_tells_what_maven_is_at_with_and_without_downloads(String maven, String told) throws Exception {
        Path said = folder.resolve("said");
        maven("[ \"$1\" = -version ] && exit; echo '" + maven + "'; while ! grep -q '[0-9] s" + told + "' '" + said
                + "'; do sleep 0.1; done; touch target/catwing.jar");
        ProcessBuilder plain = launcher();
        ProcessBuilder onTerminal = new ProcessBuilder(
                        "script",
                        "--quiet",
                        "--return",
                        "--command",
                        "'" + root.resolve("catwing") + "' fetch",
                        "/dev/null")
                .directory(elsewhere.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        onTerminal.environment().clear();
        onTerminal.environment().putAll(plain.environment());
        Process launcher = onTerminal.start();
        try {
            assertThat(launcher.waitFor(1, TimeUnit.MINUTES))
                    .as(said.toString())
                    .isTrue();
            assertThat(said).content().contains(told, "all=");
        } finally {
            launcher.descendants().forEach(ProcessHandle::destroyForcibly);
            launcher.destroyForcibly();
        }
    }

    @Test
    void a_build_that_works_is_followed_by_the_command() throws Exception {
        maven("touch target/catwing.jar");

        assertThat(run(0)).contains("arguments=fetch --date=today");
    }

    private void built() throws IOException {
        Files.createDirectories(root.resolve("target"));
        Files.writeString(root.resolve("target/catwing.jar"), "");
    }

    private void maven(String what) throws IOException {
        program(folder.resolve("bin/mvn"), "#!/bin/bash\n" + what + "\n");
    }

    private static void program(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private String run(int exit) throws Exception {
        return run(exit, "fetch", "--date=today");
    }

    private String run(int exit, String... arguments) throws Exception {
        Process process = launcher(arguments).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(exit);
        return said;
    }

    private ProcessBuilder launcher(String... arguments) {
        List<String> command = new ArrayList<>(List.of(root.resolve("catwing").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(elsewhere.toFile()).redirectErrorStream(true);
        Stream.of("LANG", "LC_ALL", "LC_CTYPE", "CATWING_HOME", "CATWING_CLIENTS", "CATWING_URL")
                .forEach(builder.environment()::remove);
        builder.environment().put("PATH", folder.resolve("bin") + ":/usr/bin:/bin:/usr/sbin:/sbin");
        builder.environment().putAll(environment);
        return builder;
    }
}
