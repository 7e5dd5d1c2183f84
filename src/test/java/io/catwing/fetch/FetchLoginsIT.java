package io.catwing.fetch;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.catwing.fetch.FetchFixture.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.trafficlistener.WiremockNetworkTrafficListener;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.catwing.client.Entity;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ways in beyond one key: several credentials, tokens from anywhere in an answer, and sessions that are ended. */
class FetchLoginsIT {

    private static final String ONE_ANSWER = "envelope: {records: \"\"}\npaging: {type: none}\n";

    private final FetchFixture fixture = new FetchFixture();

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private void fetched() {
        assertThat(fixture.fetch().message()).isNull();
        assertThat(fixture.raw()).isEqualTo(FetchFixture.file("{\"id\":1}"));
    }

    @Test
    void several_keys_go_each_into_a_header_of_its_own() {
        fixture.with("ID", "account-1");
        fixture.start(ONE_ANSWER + "auth: {type: api_key, headers: {X-Account: \"${ID}\", X-Key: \"${SECRET}\"}}");
        fixture.erp.stubFor(get("/products")
                .withHeader("X-Account", equalTo("account-1"))
                .withHeader("X-Key", equalTo(SECRET))
                .willReturn(okJson("[{\"id\":1}]")));
        fetched();
    }

    @Test
    void a_login_on_another_server_gets_the_password_alone_and_the_erp_the_token_alone() throws Exception {
        WireMockServer other =
                new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
        other.start();
        try {
            fixture.with("USER", "the-user").with("PASS", "the-password").with("ID", "beside-1");
            fixture.with("CATWING_CLIENT_VARIABLES", "ERP_URL, SECRET, ID, USER, PASS, OTHER")
                    .with("OTHER", other.baseUrl());
            fixture.start(ONE_ANSWER + "auth: {type: session, login: {url: \"${OTHER}/in/\", query: {v: \"2\"},"
                    + " body: '{\"u\": \"{{username}}\", \"p\": \"{{password}}\"}'},"
                    + " username: \"${USER}\", password: \"${PASS}\", token: /token, header: X-Session,"
                    + " headers: {X-Beside: \"${ID}\"}, query: {beside: \"${ID}\"},"
                    + " logout: {url: \"${OTHER}/out\", body: ''}}");
            other.stubFor(post("/in/?v=2")
                    .withHeader("X-Beside", absent())
                    .withRequestBody(equalToJson("{\"u\":\"the-user\",\"p\":\"the-password\"}"))
                    .willReturn(okJson("{\"token\":\"token-of-a-session\"}")));
            other.stubFor(post("/out")
                    .withHeader("X-Session", equalTo("token-of-a-session"))
                    .willReturn(okJson("{}")));
            fixture.erp.stubFor(get("/products?beside=beside-1")
                    .withHeader("X-Session", equalTo("token-of-a-session"))
                    .withHeader("X-Beside", equalTo("beside-1"))
                    .willReturn(okJson("[{\"id\":1}]")));
            fetched();
            fixture.close();
            other.verify(1, postRequestedFor(urlEqualTo("/in/?v=2")));
            other.verify(1, postRequestedFor(urlEqualTo("/out")));
        } finally {
            other.stop();
        }
    }

    @Test
    void a_login_on_another_server_is_not_followed_to_a_third() {
        WireMockServer other =
                new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
        other.start();
        try {
            fixture.with("PASS", "the-password")
                    .with("CATWING_CLIENT_VARIABLES", "ERP_URL, SECRET, PASS, OTHER")
                    .with("OTHER", other.baseUrl());
            fixture.start(ONE_ANSWER + "auth: {type: session, login: {url: \"${OTHER}/in\","
                    + " body: '{\"p\": \"{{password}}\"}'}, password: \"${PASS}\", token: /token, header: X-Session}");
            other.stubFor(post("/in")
                    .willReturn(aResponse().withStatus(307).withHeader("Location", fixture.erp.baseUrl() + "/stolen")));
            assertThat(fixture.fetch().message())
                    .contains("the login at " + other.baseUrl() + " answered 307, a redirect: credentials are sent to"
                            + " nobody else")
                    .contains("HINT: correct erp.auth in the file of CW-000200 to the address that it leads to")
                    .doesNotContain("the-password");
            assertThat(fixture.erp.getAllServeEvents()).isEmpty();
        } finally {
            other.stop();
        }
    }

    @Test
    void a_key_beside_a_login_goes_to_the_erp_and_to_its_login_but_to_no_other_server() {
        WireMockServer other =
                new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
        other.start();
        try {
            fixture.with("ID", "me").with("USER", "sub-key").with("PASS", other.baseUrl());
            fixture.with("CATWING_CLIENT_VARIABLES", "ERP_URL, SECRET, ID, USER, OTHER")
                    .with("OTHER", other.baseUrl());
            fixture.start(ONE_ANSWER + "auth: {type: oauth2, token_url: \"${OTHER}/token\", client_id: \"${ID}\","
                    + " client_secret: \"${SECRET}\", headers: {X-Subscription: \"${USER}\"}}");
            other.stubFor(post("/token")
                    .withHeader("X-Subscription", absent())
                    .willReturn(okJson("{\"access_token\":\"access-1\"}")));
            fixture.erp.stubFor(get("/products")
                    .withHeader("X-Subscription", equalTo("sub-key"))
                    .withHeader("Authorization", equalTo("Bearer access-1"))
                    .willReturn(okJson("[{\"id\":1}]")));
            fetched();
        } finally {
            other.stop();
        }
    }

    @Test
    void basic_without_a_password_sends_an_empty_one() {
        fixture.start(ONE_ANSWER + "auth: {type: basic, username: \"${SECRET}\"}");
        String pair = Base64.getEncoder().encodeToString((SECRET + ":").getBytes(StandardCharsets.UTF_8));
        fixture.erp.stubFor(get("/products")
                .withHeader("Authorization", equalTo("Basic " + pair))
                .willReturn(okJson("[{\"id\":1}]")));
        fetched();
    }

    @Test
    void a_users_password_is_granted_a_token_with_further_fields_and_a_header_of_its_own() {
        fixture.with("ID", "me").with("USER", "jo").with("PASS", "p+w");
        fixture.start(ONE_ANSWER + "auth: {type: oauth2, grant: password, token_url: \"${ERP_URL}/token\","
                + " client_id: \"${ID}\", username: \"${USER}\", password: \"${PASS}\","
                + " fields: {audience: \"https://api\", tenant_key: \"${SECRET}\"}, header: X-Token, prefix: \"\"}");
        fixture.erp.stubFor(post("/token")
                .withHeader("Authorization", absent())
                .withFormParam("grant_type", equalTo("password"))
                .withFormParam("username", equalTo("jo"))
                .withFormParam("password", equalTo("p+w"))
                .withFormParam("client_id", equalTo("me"))
                .withFormParam("audience", equalTo("https://api"))
                .withFormParam("tenant_key", equalTo(SECRET))
                .willReturn(okJson("{\"access_token\":\"access-1\"}")));
        fixture.erp.stubFor(
                get("/products").withHeader("X-Token", equalTo("access-1")).willReturn(okJson("[{\"id\":1}]")));
        fetched();
    }

    private static String session(String more) {
        return ONE_ANSWER + "auth: {type: session, login: {path: /login, body: '{\"p\": \"{{password}}\"}'}, password: "
                + "\"${SECRET}\", " + more + "}\n";
    }

    @Test
    void a_token_may_come_in_a_header_of_the_answer() {
        fixture.start(session("token_header: X-Subject-Token, header: X-Auth"));
        fixture.erp.stubFor(post("/login")
                .withRequestBody(equalToJson("{\"p\":\"" + SECRET + "\"}"))
                .willReturn(aResponse().withHeader("X-Subject-Token", "token-1")));
        fixture.erp.stubFor(
                get("/products").withHeader("X-Auth", equalTo("token-1")).willReturn(okJson("[{\"id\":1}]")));
        fetched();
    }

    @Test
    void a_token_may_be_composed_of_parts() {
        fixture.start(
                session("token_jq: '(.user + \":\" + .id) | @base64', header: Authorization, prefix: 'Session '"));
        fixture.erp.stubFor(post("/login").willReturn(okJson("{\"user\":\"jo\",\"id\":\"17\"}")));
        fixture.erp.stubFor(get("/products")
                .withHeader("Authorization", equalTo("Session am86MTc="))
                .willReturn(okJson("[{\"id\":1}]")));
        fetched();
    }

    @Test
    void an_answer_without_the_declared_token_is_told_without_what_it_says() {
        fixture.start(session("token_jq: '.id', header: X-Auth"));
        fixture.erp.stubFor(post("/login").willReturn(okJson("{\"id\":17,\"said\":\"secret-answer\"}")));
        assertThat(fixture.fetch().message())
                .contains("the login at " + fixture.erp.baseUrl()
                        + " answered with something for which token_jq yields no text")
                .contains("HINT: check erp.auth in the file of CW-000200")
                .doesNotContain("secret-answer");
    }

    private void logins(String... tokens) {
        String state = Scenario.STARTED;
        for (String token : tokens) {
            fixture.erp.stubFor(post("/login")
                    .inScenario("login")
                    .whenScenarioStateIs(state)
                    .willReturn(okJson("{\"t\":\"" + token + "\"}"))
                    .willSetStateTo("after " + token));
            state = "after " + token;
        }
    }

    @Test
    void an_answer_that_says_log_in_again_is_asked_for_again_after_a_new_login() {
        fixture.start(session("token: /t, header: X-Auth, expired: '.error? == \"NO_SESSION\"'"));
        logins("session-1", "session-2");
        fixture.erp.stubFor(get("/products")
                .withHeader("X-Auth", equalTo("session-1"))
                .willReturn(okJson("{\"error\":\"NO_SESSION\"}")));
        fixture.erp.stubFor(
                get("/products").withHeader("X-Auth", equalTo("session-2")).willReturn(okJson("[{\"id\":1}]")));
        fetched();
        fixture.erp.verify(2, postRequestedFor(urlEqualTo("/login")));
    }

    @Test
    void an_answer_that_says_so_again_ends_the_file() {
        fixture.start(session("token: /t, header: X-Auth, expired: '.error? == \"NO_SESSION\"'"));
        fixture.erp.stubFor(post("/login").willReturn(okJson("{\"t\":\"session-1\"}")));
        fixture.erp.stubFor(get("/products").willReturn(okJson("{\"error\":\"NO_SESSION\"}")));
        assertThat(fixture.fetch().message())
                .contains(
                        "GET " + fixture.erp.baseUrl() + "/products: the ERP says that the login has expired, and says"
                                + " so again after a new one (erp.auth.expired)")
                .contains("HINT: check erp.auth in the client's file, and the rights of that user");
        fixture.erp.verify(2, getRequestedFor(urlEqualTo("/products")));
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void an_expression_that_fails_for_an_answer_keeps_no_connection() {
        fixture.start(session("token: /t, header: X-Auth, expired: '.error == \"NO_SESSION\"'"));
        fixture.erp.stubFor(post("/login").willReturn(okJson("{\"t\":\"session-1\"}")));
        fixture.erp.stubFor(get("/products").willReturn(okJson("[{\"id\":1}]")));
        // More often than there may be requests at the same time, which would wait for one another.
        for (int time = 0; time < 6; time++) {
            assertThat(fixture.fetch().message())
                    .contains("the expression erp.auth.expired cannot be evaluated")
                    .contains("HINT: correct it in the client's file");
        }
    }

    @Test
    void a_long_page_is_no_login_that_expired_and_arrives_as_it_was_sent() {
        fixture.start(session("token: /t, header: X-Auth, expired: '.[0].error? == \"NO_SESSION\"'"));
        logins("session-1");
        String longRecord = "{\"id\":1,\"error\":\"NO_SESSION\",\"text\":\"" + "x".repeat(70_000) + "\"}";
        fixture.erp.stubFor(get("/products").willReturn(okJson("[" + longRecord + "]")));
        assertThat(fixture.fetch().message()).isNull();
        assertThat(fixture.raw()).isEqualTo(FetchFixture.file(longRecord));
        fixture.erp.verify(1, postRequestedFor(urlEqualTo("/login")));
    }

    private static final String LOGOUT = "token: /t, header: X-Auth, logout: {path: /logout, body: ''}";

    private void loggedOut(String token, int times) {
        fixture.erp.verify(times, postRequestedFor(urlEqualTo("/logout")).withHeader("X-Auth", equalTo(token)));
    }

    @Test
    void a_session_is_logged_out_when_the_clients_fetch_has_ended_and_the_next_one_logs_in_again() {
        fixture.start(session(LOGOUT));
        logins("session-1", "session-2");
        fixture.erp.stubFor(post("/logout").willReturn(aResponse().withStatus(204)));
        fixture.erp.stubFor(
                get("/products").withHeader("X-Auth", equalTo("session-1")).willReturn(okJson("[{\"id\":1}]")));
        fetched();
        loggedOut("session-1", 1);
        fixture.fetch(Entity.PRODUCTS, FetchFixture.DAY.plusDays(1), true);
        loggedOut("session-2", 1);
        loggedOut("session-1", 1);
    }

    @Test
    void a_session_is_logged_out_when_the_fetch_fails_and_a_logout_that_fails_changes_nothing() {
        fixture.start(session(LOGOUT));
        logins("session-1");
        fixture.erp.stubFor(post("/logout").willReturn(aResponse().withStatus(500)));
        fixture.erp.stubFor(get("/products").willReturn(aResponse().withStatus(400)));
        assertThat(fixture.fetch().message()).contains("/products answered 400");
        loggedOut("session-1", 1);
    }

    @Test
    void a_session_that_was_refused_is_logged_out_before_the_next_login() {
        fixture.start(session(LOGOUT));
        logins("session-1", "session-2");
        fixture.erp.stubFor(post("/logout").willReturn(aResponse().withStatus(204)));
        fixture.erp.stubFor(get("/products").willReturn(aResponse().withStatus(401)));
        fixture.erp.stubFor(
                get("/products").withHeader("X-Auth", equalTo("session-2")).willReturn(okJson("[{\"id\":1}]")));
        fetched();
        loggedOut("session-1", 1);
        loggedOut("session-2", 1);
        assertThat(fixture.erp.getAllServeEvents().stream()
                        .map(event -> event.getRequest().getUrl())
                        .toList())
                .as("newest first")
                .containsExactly("/logout", "/products", "/login", "/logout", "/products", "/login");
    }

    @Test
    void a_session_is_logged_out_when_the_process_is_told_to_stop_amid_a_fetch() throws Exception {
        fixture.start(session(LOGOUT));
        logins("session-1");
        fixture.erp.stubFor(post("/logout").willReturn(aResponse().withStatus(204)));
        fixture.erp.stubFor(get("/products").willReturn(okJson("[]").withFixedDelay(60_000)));
        CompletableFuture<?> fetch = CompletableFuture.runAsync(fixture::fetch);
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> !fixture.erp
                .findAll(getRequestedFor(urlEqualTo("/products")))
                .isEmpty());
        fixture.stop();
        loggedOut("session-1", 1);
        fetch.cancel(true);
    }

    /** What an ERP's server sees of its connections. */
    private static final class Seen implements WiremockNetworkTrafficListener {
        private final AtomicInteger opened = new AtomicInteger();
        private final AtomicInteger closed = new AtomicInteger();

        @Override
        public void opened(Socket socket) {
            opened.incrementAndGet();
        }

        @Override
        public void incoming(Socket socket, ByteBuffer bytes) {}

        @Override
        public void outgoing(Socket socket, ByteBuffer bytes) {}

        @Override
        public void closed(Socket socket) {
            closed.incrementAndGet();
        }
    }

    @Test
    void no_connection_to_the_erp_or_its_login_stays_open_after_a_fetch() {
        Seen seen = new Seen();
        // It closes none of its own accord while this test lasts.
        WireMockServer erp = new WireMockServer(WireMockConfiguration.options()
                .dynamicPort()
                .bindAddress("127.0.0.1")
                .jettyIdleTimeout(Duration.ofHours(1).toMillis())
                .networkTrafficListener(seen));
        erp.start();
        try {
            fixture.with("ERP_URL", erp.baseUrl()).with("ID", "me");
            fixture.start(ONE_ANSWER + "auth: {type: oauth2, token_url: \"${ERP_URL}/token\", client_id: \"${ID}\","
                    + " client_secret: \"${SECRET}\"}");
            erp.stubFor(post("/token").willReturn(okJson("{\"access_token\":\"access-1\"}")));
            erp.stubFor(get("/products").willReturn(okJson("[{\"id\":1}]")));
            fetched();
            // More, where an answer came too late and was asked for again.
            assertThat(seen.opened).hasValueGreaterThanOrEqualTo(2);
            Awaitility.await().until(() -> seen.closed.get() == seen.opened.get());

            assertThat(fixture.fetch(Entity.PRODUCTS, FetchFixture.DAY.plusDays(1), false)
                            .message())
                    .isNull();
        } finally {
            erp.stop();
        }
    }
}
