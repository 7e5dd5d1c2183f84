package io.catwing.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.catwing.app.ServiceAddress;
import io.catwing.support.Child;
import io.catwing.support.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code catwing serve} as a process, and commands of the same user beside it. */
class ServeHomeIT {
    @TempDir
    Path folder;

    @Test
    void a_command_in_the_home_of_a_service_runs_through_it_and_by_itself_once_it_has_ended() throws Exception {
        Path home = folder.resolve("home");
        Servers.Database database = Servers.database();
        Map<String, String> environment = environment(home, database);
        Child service = Child.start(Child.program("-Xmx256m"), environment, Path.of("."), "serve", "--port", "0");
        try {
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> ServiceAddress.read(home).isPresent());
            assertThat(Files.getPosixFilePermissions(home.resolve("service.json")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));

            Child status = Child.start(Child.client(), environment, Path.of("."), "status");
            assertThat(status.await()).as(status.output()).isEqualTo(1);
            assertThat(status.output()).contains("| CW-000151 | products ", "there is no good backup");
            Child load = command(environment, "load");
            assertThat(load.await()).as(load.output()).isZero();
            assertThat(load.output()).contains("all is well");
            assertThat(JdbcClient.create(database.dataSource())
                            .sql("select who || ' ' || command || ' ' || exit_code from ops.audit")
                            .query(String.class)
                            .list())
                    .containsExactly("operator load 0");

            service.process().destroy();
            service.await();
            assertThat(service.output())
                    .contains("HTTP: http://127.0.0.1:", "password of operator, shown this once: ")
                    .contains("catwing is up")
                    .doesNotContain("unforeseen");
        } finally {
            service.kill();
        }
        assertThat(home.resolve("service.json")).doesNotExist();
        assertThat(home.resolve("operator.password")).isRegularFile();
        Child alone = command(environment, "status");
        assertThat(alone.await()).as(alone.output()).isEqualTo(1);
        assertThat(alone.output()).contains("| CW-000151 | products ");
    }

    @Test
    void a_service_at_all_addresses_of_ipv6_is_found_by_a_command_in_its_home() throws Exception {
        LauncherTest.onIpv6().close();
        Path home = folder.resolve("home");
        Map<String, String> environment = environment(home, Servers.database());
        environment.put("SERVER_ADDRESS", "::");
        Child service = Child.start(Child.program("-Xmx256m"), environment, Path.of("."), "serve", "--port", "0");
        try {
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> ServiceAddress.read(home).isPresent());

            Child status = Child.start(Child.client(), environment, Path.of("."), "status");

            assertThat(status.await()).as(status.output()).isEqualTo(1);
            assertThat(status.output()).contains("| CW-000151 | products ");
        } finally {
            service.kill();
        }
    }

    private static Child command(Map<String, String> environment, String command) throws IOException {
        return Child.start(Child.program("-Xmx256m"), environment, Path.of("."), command);
    }

    private static Map<String, String> environment(Path home, Servers.Database database) {
        Servers.Bucket bucket = Servers.bucket();
        Map<String, String> environment = new HashMap<>();
        environment.put("CATWING_HOME", home.toString());
        environment.put("CATWING_CLIENTS", "clients");
        // No timer fires meanwhile.
        environment.put("CATWING_DAILY_CRON", "0 0 0 1 1 ? 2099");
        environment.put("CATWING_DAILY_AGAIN_CRON", "0 0 0 1 1 ? 2099");
        environment.putAll(Servers.environment(database, bucket));
        return environment;
    }
}
