package io.catwing.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.failure.AbortingFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

class ClientsTest {
    @TempDir
    private Path folder;

    @Test
    void the_clients_are_those_of_the_folder_with_values_of_springs_environment() throws IOException {
        Files.copy(BadFiles.GOOD.resolve("CW-000901.yaml"), folder.resolve("CW-000901.yaml"));
        Clients clients = new Clients(environment()
                .withProperty("CW_000901_URL", "http://127.0.0.1:1/api")
                .withProperty("CW_000901_API_KEY", "of-spring"));

        Client client = clients.get(new ClientId("CW-000901"));
        assertThat(clients.all()).containsExactly(client);
        assertThat(client.erp().url()).hasToString("http://127.0.0.1:1/api");
        assertThat(((Auth.ApiKey) client.erp().auth()).value().reveal()).isEqualTo("of-spring");
    }

    @Test
    void one_wrong_file_refuses_the_start_with_every_problem() throws IOException {
        Files.copy(BadFiles.GOOD.resolve("CW-000904.yaml"), folder.resolve("CW-000904.yaml"));
        Path wrong = Files.writeString(
                folder.resolve("CW-000900.yaml"),
                BadFiles.base().replace("mapping:", "mappping:").replace("/data", "data"));

        assertThatThrownBy(() -> new Clients(environment()))
                .isInstanceOf(AbortingFailure.class)
                .hasMessageStartingWith("5 problems in the client files:\n" + wrong + ":12:23: erp.envelope.records")
                .hasMessageContaining(wrong + ":17:5: unknown key 'mappping' in entities.products\n"
                        + "  HINT: did you mean 'mapping'? keys here are snapshot, delta")
                .hasMessageEndingWith("\nHINT: correct them and run ./catwing check");
    }

    @Test
    void a_client_without_a_file_is_told_with_those_that_have_one() {
        Clients clients = new Clients(
                ClientFiles.read(BadFiles.GOOD, name -> null).clients().subList(0, 2));

        assertThatThrownBy(() -> clients.get(new ClientId("CW-000999")))
                .isInstanceOf(AbortingFailure.class)
                .hasMessage("client CW-000999 has no file\nHINT: the clients are CW-000901, CW-000902");
        assertThatThrownBy(() -> new Clients(List.of()).get(new ClientId("CW-000999")))
                .hasMessageContaining("HINT: there is no client file yet");
    }

    @Test
    void a_folder_without_a_client_file_is_told_by_its_whole_path_where_one_is_needed() {
        Clients none = new Clients(environment());

        assertThat(none.all()).isEmpty();
        assertThatThrownBy(none::atLeastOne)
                .isInstanceOf(AbortingFailure.class)
                .hasMessageStartingWith("there is no client file in " + folder.toAbsolutePath())
                .hasMessageContaining("\nHINT: write one");
    }

    private MockEnvironment environment() {
        return new MockEnvironment().withProperty("catwing.clients", folder.toString());
    }
}
