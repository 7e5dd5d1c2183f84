package io.catwing.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.client.yaml.Problem;
import io.catwing.failure.AbortingFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
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

    @ParameterizedTest
    @ValueSource(strings = {"x${y}z", "pa${HOME}ss", "a${b:c}d", "\\${x}", "${CW_000901_API_KEY}"})
    void a_secret_is_taken_as_it_stands_whatever_spring_would_make_of_it(String value) throws IOException {
        Files.copy(BadFiles.GOOD.resolve("CW-000901.yaml"), folder.resolve("CW-000901.yaml"));
        Client client = new Clients(real(Map.of("CW_000901_API_KEY", value))).get(new ClientId("CW-000901"));

        assertThat(MissingSecrets.message(client)).isNull();
        assertThat(((Auth.ApiKey) client.erp().auth()).value().reveal()).isEqualTo(value);
    }

    @Test
    void an_address_that_names_another_variable_is_refused_as_check_refuses_it() throws IOException {
        Path file = Files.copy(BadFiles.GOOD.resolve("CW-000901.yaml"), folder.resolve("CW-000901.yaml"));

        assertThatThrownBy(() -> new Clients(real(Map.of("CW_000901_URL", "https://${y}/api"))))
                .isInstanceOf(AbortingFailure.class)
                .hasMessageContaining(file + ":7:8: erp.url is not an address: Illegal character in authority");
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

    private StandardEnvironment real(Map<String, Object> values) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("values", values));
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("folder", Map.of("catwing.clients", folder.toString())));
        ConfigurationPropertySources.attach(environment);
        return environment;
    }

    @Test
    void while_somebody_works_on_all_clients_none_comes_changes_or_goes() throws IOException {
        Files.copy(BadFiles.GOOD.resolve("CW-000904.yaml"), folder.resolve("CW-000904.yaml"));
        Clients clients = new Clients(environment());
        Client client = clients.get(new ClientId("CW-000904"));
        ClientFiles.One gone = new ClientFiles.One(Optional.empty(), List.of());
        Path other = folder.resolve("CW-000905.yaml");
        ClientFiles.One wrong = new ClientFiles.One(
                Optional.empty(), List.of(new Problem(other, 1, 1, "the file is empty", "write it")));

        Clients.Use first = clients.useAll();
        Clients.Use second = clients.useAll();
        second.close();
        second.close();
        assertThat(clients.exchange(client.file(), gone, (before, after) -> {})).isFalse();
        assertThat(clients.exchange(other, wrong, (before, after) -> {})).isFalse();
        first.close();
        assertThat(clients.all()).containsExactly(client);
        clients.checkNoneIsLeftOut("it is of all");

        assertThat(clients.exchange(client.file(), gone, (before, after) -> {})).isTrue();
        assertThat(clients.exchange(other, wrong, (before, after) -> {})).isTrue();
        assertThat(clients.all()).isEmpty();
        assertThatThrownBy(() -> clients.checkNoneIsLeftOut("it is of all"))
                .isInstanceOf(AbortingFailure.class)
                .hasMessage("it is of all: 1 problem in the client files:\n" + other
                        + ":1:1: the file is empty\n  HINT: write it\nHINT: correct them and run ./catwing check");
    }

    private MockEnvironment environment() {
        return new MockEnvironment().withProperty("catwing.clients", folder.toString());
    }
}
