package io.catwing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.client.Auth;
import io.catwing.client.Client;
import io.catwing.client.ClientFiles;
import io.catwing.client.ClientId;
import io.catwing.login.StoredLogin;
import io.catwing.login.StoredLogins;
import io.catwing.login.TokenKeys;
import io.catwing.support.ConsentingErp;
import io.catwing.support.Servers;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersonLoginIT {
    private static final ClientId CLIENT = new ClientId("CW-000200");

    private final ConsentingErp erp = new ConsentingErp();
    private final Servers.Database database = Servers.database();
    private final StoredLogins stored = new StoredLogins(
            database.dataSource(),
            database.address(),
            new TokenKeys("a key of the tests that is long enough to be one"));

    @TempDir
    private Path folder;

    @AfterEach
    void end() {
        erp.close();
    }

    private Client client(String redirect) throws IOException {
        Files.writeString(
                folder.resolve("CW-000200.yaml"),
                """
                client: CW-000200
                name: Test
                erp:
                  url: https://erp.example.com
                  auth:
                    type: oauth2
                    grant: refresh_token
                    token_url: ${CW_000200_URL}/token
                    client_id: ${CW_000200_ID}
                    scope: read offline_access
                    authorize: {url: "${CW_000200_URL}/authorize", parameters: {prompt: consent}%s}
                entities:
                  products: {snapshot: true, request: {path: /products}, mapping: {product_id: /id}}
                """
                        .formatted(redirect));
        return ClientFiles.read(folder, Map.of("CW_000200_URL", erp.url(), "CW_000200_ID", "our id")::get)
                .clients()
                .get(0);
    }

    private Optional<StoredLogin> login(Client client) {
        return stored.read(
                CLIENT, RefreshedLogin.party((Auth.OAuth2) client.erp().auth()));
    }

    /** As a browser does. @return where the page sends it, without going there */
    private static String open(URI address) throws IOException {
        HttpURLConnection page = (HttpURLConnection) address.toURL().openConnection();
        page.setInstanceFollowRedirects(false);
        assertThat(page.getResponseCode()).isEqualTo(302);
        return page.getHeaderField("Location");
    }

    private static int status(String address) throws IOException {
        return ((HttpURLConnection) URI.create(address).toURL().openConnection()).getResponseCode();
    }

    @Test
    void whoever_agrees_in_a_browser_of_this_machine_leaves_a_refresh_token() throws IOException {
        Client client = client("");
        try (PersonLogin login = new PersonLogin(client, stored, true)) {
            String back = open(login.address());
            assertThat(back).matches("http://127\\.0\\.0\\.1:[0-9]+/callback\\?code=the-code-1&state=.{43}");
            assertThat(status(back.replaceFirst("state=.", "state=-")))
                    .as("another login's")
                    .isEqualTo(404);
            assertThat(status(back)).isEqualTo(200);
            login.await(Duration.ofMinutes(1));
        }
        assertThat(erp.asked().get(0))
                .containsEntry("response_type", "code")
                .containsEntry("client_id", "our id")
                .containsEntry("scope", "read offline_access")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("prompt", "consent");
        assertThat(login(client)).hasValueSatisfying(kept -> {
            assertThat(kept.refresh()).isEqualTo("refresh-of-a-person");
            assertThat(kept.access()).isEqualTo("access-of-a-person");
        });
    }

    @Test
    void the_address_where_a_browser_elsewhere_ended_or_the_code_alone_may_be_typed_in() throws IOException {
        Client client = client(", redirect_url: https://shop.example.com/back");
        try (PersonLogin login = new PersonLogin(client, stored, false)) {
            String back = open(login.address());
            assertThat(back).startsWith("https://shop.example.com/back?");
            assertThatThrownBy(() -> login.finish(back.replaceFirst("state=.", "state=-")))
                    .hasMessageStartingWith("the address is the answer to another login: its state differs\nHINT: ");
            assertThatThrownBy(() -> login.finish(" "))
                    .hasMessage("nothing was typed in\nHINT: run the same command again");
            login.finish(back + "\n");
        }
        assertThat(login(client)).isPresent();
        try (PersonLogin login = new PersonLogin(client, stored, false)) {
            open(login.address());
            login.finish("the-code-1");
        }
        assertThat(login(client).orElseThrow().version()).isEqualTo(2);
    }

    @Test
    void who_does_not_agree_or_gets_no_refresh_token_is_told() throws IOException {
        Client client = client("");
        try (PersonLogin login = new PersonLogin(client, stored, true)) {
            String back = open(login.address());
            assertThat(status(back.replace("code=the-code-1", "error=access_denied&error_description=No")))
                    .isEqualTo(200);
            assertThatThrownBy(() -> login.await(Duration.ofMinutes(1)))
                    .hasMessageStartingWith("the ERP of CW-000200 did not agree: access_denied No\nHINT: run the same"
                            + " command again, and agree on the page");
        }
        try (PersonLogin login = new PersonLogin(client, stored, false)) {
            open(login.address());
            assertThatThrownBy(() -> login.finish("another-code"))
                    .hasMessageContaining("refused the credentials with status 400 (invalid_grant)");
            erp.withoutRefreshTokens();
            assertThatThrownBy(() -> login.finish("the-code-1"))
                    .hasMessageStartingWith(
                            "the token endpoint gave an access token and no refresh token: the login would"
                                    + " end with it\nHINT: ask for one as the ERP's documentation says");
        }
        assertThat(login(client)).isEmpty();
    }

    @Test
    void a_redirect_to_elsewhere_a_client_without_such_a_login_and_a_missing_key_are_refused() throws IOException {
        Client elsewhere = client(", redirect_url: https://shop.example.com/back");
        assertThatThrownBy(() -> new PersonLogin(elsewhere, stored, true))
                .hasMessage("redirect_url https://shop.example.com/back does not lead to this machine\n"
                        + "HINT: run the same command with --paste, and type in where the browser ended");
        StoredLogins keyless = new StoredLogins(database.dataSource(), database.address(), new TokenKeys(""));
        assertThatThrownBy(() -> new PersonLogin(elsewhere, keyless, false))
                .hasMessage(
                        "CATWING_TOKEN_KEY is not set, and the login of CW-000200 is stored encrypted or not at all\n"
                                + "HINT: make one by openssl rand -hex 32, set CATWING_TOKEN_KEY for every process that fetches,"
                                + " and keep a copy of it");
    }
}
