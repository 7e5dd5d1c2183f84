package io.catwing.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.catwing.support.Child;
import io.catwing.support.ConsentingErp;
import io.catwing.support.Servers;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code catwing login}, and a command that uses what it stored, each a process of its own. */
class LoginCommandIT {
    private static final Pattern ADDRESS = Pattern.compile("(?m)^(http://localhost:[0-9]+/authorize\\?\\S+)$");

    @TempDir
    private Path folder;

    @Test
    void a_person_logs_in_once_and_every_command_reads_the_erp_from_then_on() throws IOException {
        try (ConsentingErp erp = new ConsentingErp()) {
            Map<String, String> environment = environment(erp);
            Child login = Child.start(Child.program(), environment, Path.of("."), "login", "CW-000200");
            try {
                await().atMost(Duration.ofMinutes(3))
                        .until(() -> !login.process().isAlive()
                                || ADDRESS.matcher(login.output()).find());
                Matcher address = ADDRESS.matcher(login.output());
                assertThat(address.find()).as(login.output()).isTrue();
                assertThat(address.group(1)).contains("client_id=the-public-id-of-the-client");
                HttpURLConnection browser =
                        (HttpURLConnection) URI.create(address.group(1)).toURL().openConnection();
                assertThat(browser.getResponseCode()).isEqualTo(200);
                assertThat(login.await()).as(login.output()).isZero();
            } finally {
                login.kill();
            }
            assertThat(login.output()).contains("The login to the ERP of CW-000200 is stored.");

            Child preview = Child.start(Child.program(), environment, Path.of("."), "preview", "CW-000200", "products");
            assertThat(preview.await()).as(preview.output()).isZero();
            assertThat(preview.output()).contains("P-1", "Tea");
            Path log = folder.resolve("home/logs/catwing.log");
            assertThat(login.output() + preview.output() + (Files.exists(log) ? Files.readString(log) : ""))
                    .doesNotContain("access-of-a-person")
                    .doesNotContain("refresh-of-a-person")
                    .doesNotContain("the-code-1");
        }
    }

    private Map<String, String> environment(ConsentingErp erp) throws IOException {
        Path clients = Files.createDirectory(folder.resolve("clients"));
        Files.writeString(
                clients.resolve("CW-000200.yaml"),
                """
                client: CW-000200
                name: Test
                erp:
                  url: ${CW_000200_URL}
                  auth:
                    type: oauth2
                    grant: refresh_token
                    token_url: ${CW_000200_URL}/token
                    client_id: ${CW_000200_ID}
                    authorize: {url: "${CW_000200_URL}/authorize"}
                  paging: {type: none}
                entities:
                  products: {snapshot: true, request: {path: /products}, mapping: {product_id: /id, name: /name}}
                """);
        Map<String, String> environment = new HashMap<>(Servers.environment(Servers.database(), Servers.bucket()));
        environment.put("CATWING_HOME", folder.resolve("home").toString());
        environment.put("CATWING_CLIENTS", clients.toString());
        environment.put("CATWING_TOKEN_KEY", "a key of the tests that is long enough to be one");
        environment.put("CW_000200_URL", erp.url());
        environment.put("CW_000200_ID", "the-public-id-of-the-client");
        return environment;
    }
}
