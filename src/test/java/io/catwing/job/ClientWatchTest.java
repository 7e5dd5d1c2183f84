package io.catwing.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.client.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.env.PropertySource;
import org.springframework.mock.env.MockEnvironment;

class ClientWatchTest {
    private static final Path GOOD = Path.of("src/test/resources/clients/good/CW-000904.yaml");

    @TempDir
    Path folder;

    static Stream<Throwable> errors() {
        return Stream.of(new IllegalStateException("by the test"), new StackOverflowError("by the test"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void an_error_of_ours_in_one_file_keeps_no_other_from_being_taken(Throwable error) throws IOException {
        Path other = Files.copy(GOOD, folder.resolve("CW-000904.yaml"));
        MockEnvironment environment = new MockEnvironment()
                .withProperty("catwing.clients", folder.toString())
                .withProperty(Clients.LEAVE_OUT, "true");
        environment.getPropertySources().addFirst(new PropertySource<>("broken", new Object()) {
            @Override
            public Object getProperty(String name) {
                if (name.equals("CW_000900_URL")) {
                    raise(error);
                }
                return null;
            }
        });
        Clients clients = new Clients(environment);
        ClientWatch watch = new ClientWatch(
                clients,
                List.of(),
                new RefusedClientFiles(clients, Events.NONE),
                new MissingClientSecrets(clients, Events.NONE));
        Path broken = Files.writeString(
                folder.resolve("CW-000900.yaml"),
                Files.readString(GOOD)
                        .replace("CW-000904", "CW-000900")
                        .replace("CW_000904", "CW_000900")
                        .replaceFirst("url: \\S+", "url: \\${CW_000900_URL}"));
        Files.writeString(other, Files.readString(GOOD).replaceFirst("name: \\w+", "name: Edited"));

        // What has changed is taken when two looks find the same.
        watch.look();
        watch.look();

        assertThat(clients.get(new ClientId("CW-000904")).name()).isEqualTo("Edited");
        assertThat(clients.all()).extracting(Client::id).containsExactly(new ClientId("CW-000904"));
        assertThat(clients.refused())
                .extracting(Problem::toString)
                .containsExactly(broken + ": the file could not be read: "
                        + error.getClass().getSimpleName() + "\n" + "  HINT: the log says more; run ./catwing check");
    }

    @ParameterizedTest
    @MethodSource("errors")
    void an_error_of_ours_in_the_routes_of_one_file_keeps_no_other_from_being_taken(Throwable error)
            throws IOException {
        MockEnvironment environment = new MockEnvironment()
                .withProperty("catwing.clients", folder.toString())
                .withProperty(Clients.LEAVE_OUT, "true");
        Clients clients = new Clients(environment);
        ClientWatch watch = new ClientWatch(
                clients,
                List.of((before, after) -> {
                    if (after.id().value().equals("CW-000900")) {
                        raise(error);
                    }
                }),
                new RefusedClientFiles(clients, Events.NONE),
                new MissingClientSecrets(clients, Events.NONE));
        Path broken = Files.writeString(
                folder.resolve("CW-000900.yaml"),
                Files.readString(GOOD).replace("CW-000904", "CW-000900").replace("CW_000904", "CW_000900"));
        Files.copy(GOOD, folder.resolve("CW-000904.yaml"));

        watch.look();
        watch.look();

        assertThat(clients.all()).extracting(Client::id).containsExactly(new ClientId("CW-000904"));
        assertThat(clients.refused())
                .extracting(Problem::toString)
                .singleElement()
                .asString()
                .startsWith(broken + ": the client's routes cannot be made: " + error);
    }

    private static void raise(Throwable error) {
        if (error instanceof Error unforeseen) {
            throw unforeseen;
        }
        throw (RuntimeException) error;
    }
}
