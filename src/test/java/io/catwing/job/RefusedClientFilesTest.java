package io.catwing.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.failure.AbortingFailure;
import io.catwing.support.ToldEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

class RefusedClientFilesTest {
    private static final Path GOOD = Path.of("src/test/resources/clients/good/CW-000904.yaml");

    @TempDir
    Path folder;

    @Test
    void a_wrong_file_leaves_its_client_out_and_the_others_go_on() throws Exception {
        Path wrong = write("CW-000900", "");
        Clients clients = clients();
        assertThat(clients.all()).extracting(Client::id).containsExactly(new ClientId("CW-000904"));

        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            Events events = new Events(new EventSettings(true, 10));
            camel.addComponent(Events.SCHEME, events);
            camel.start();
            RefusedClientFiles refused = new RefusedClientFiles(clients, events);
            try (ToldEvents told = ToldEvents.of(camel, "client-file-refused")) {
                refused.tell();

                await().until(() -> told.has("client-file-refused"));
                assertThat(told.all()).singleElement().satisfies(event -> {
                    assertThat(event.path("file").asText()).isEqualTo(wrong.toString());
                    assertThat(event.path("message").asText()).isEqualTo("the file is empty");
                });
            }
            assertThat(refused.call().getState()).isEqualTo(HealthCheck.State.DOWN);
            assertThat(refused.call().getMessage().orElseThrow())
                    .startsWith("clients are left out: " + wrong + ":1:1: the file is empty");
        }
    }

    @Test
    void a_command_that_names_the_client_is_told_what_is_wrong_with_its_file() throws IOException {
        Path wrong = write("CW-000900", "client: [");
        Clients clients = clients();

        assertThatThrownBy(() -> clients.get(new ClientId("CW-000900")))
                .isInstanceOf(AbortingFailure.class)
                .hasMessageStartingWith("1 problem in the client files:\n" + wrong + ":")
                .hasMessageEndingWith("\nHINT: correct them and run ./catwing check");
    }

    @Test
    void without_a_wrong_file_nothing_is_told_and_all_is_well() throws IOException {
        Clients clients = clients();

        assertThat(new RefusedClientFiles(clients, Events.NONE).call(Map.of()).getState())
                .isEqualTo(HealthCheck.State.UP);
    }

    @Test
    void a_folder_that_cannot_be_read_refuses_the_start() {
        assertThatThrownBy(() -> new Clients(environment(folder.resolve("none"))))
                .isInstanceOf(AbortingFailure.class)
                .hasMessageContaining("the folder of client files cannot be read");
    }

    private Clients clients() throws IOException {
        Files.copy(GOOD, folder.resolve("CW-000904.yaml"));
        return new Clients(environment(folder));
    }

    private Path write(String client, String yaml) throws IOException {
        return Files.writeString(folder.resolve(client + ".yaml"), yaml);
    }

    private static MockEnvironment environment(Path folder) {
        return new MockEnvironment()
                .withProperty("catwing.clients", folder.toString())
                .withProperty(Clients.LEAVE_OUT, "true");
    }
}
