package io.catwing.fetch;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.temporaryRedirect;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.catwing.fetch.FetchFixture.DAY;
import static io.catwing.fetch.FetchFixture.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.catwing.client.Entity;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FetchAuthIT {

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
    void an_api_key_goes_into_its_header_and_nothing_of_camel_into_any() {
        fixture.start(ONE_ANSWER + "auth: {type: api_key, header: X-Api-Key, value: \"${SECRET}\"}");
        fixture.erp.stubFor(
                get("/products").withHeader("X-Api-Key", equalTo(SECRET)).willReturn(okJson("[{\"id\":1}]")));
        fetched();
        LoggedRequest request =
                fixture.erp.findAll(getRequestedFor(urlEqualTo("/products"))).get(0);
        assertThat(request.getHeaders().all())
                .extracting(HttpHeader::key)
                .containsExactlyInAnyOrder(
                        "Accept", "Accept-Encoding", "X-Api-Key", "Host", "Connection", "User-Agent");
    }

    @Test
    void an_api_key_in_the_query_is_added_once_even_when_a_next_link_repeats_it() {
        fixture.with("SECRET", "a&b ü");
        fixture.start("envelope: {records: /data}\npaging: {type: next_link, next: /next}\n"
                + "auth: {type: api_key, query: key, value: \"${SECRET}\"}\nrequest: {query: {size: \"1\"}}");
        fixture.erp.stubFor(get("/products?size=1&key=a%26b%20%C3%BC")
                .willReturn(okJson("{\"data\":[{\"id\":1}],\"next\":\"/products?key=a%26b%20%C3%BC&page=2\"}")));
        fixture.erp.stubFor(get("/products?page=2&key=a%26b%20%C3%BC").willReturn(okJson("{\"data\":[]}")));
        fetched();
    }

    @Test
    void several_secrets_go_into_the_query_once_each_and_are_in_no_message_and_no_file() {
        fixture.with("ID", "the-id-of-a-user").with("PASS", "the pass & word");
        fixture.start(
                "envelope: {records: /data}\npaging: {type: next_link, next: /next}\n"
                        + "auth: {type: api_key, query: {user: \"${ID}\", pass: \"${PASS}\"}}\nrequest: {query: {size: \"1\"}}");
        String secret = "user=the-id-of-a-user&pass=the%20pass%20%26%20word";
        fixture.erp.stubFor(get("/products?size=1&" + secret)
                .willReturn(okJson("{\"data\":[{\"id\":1}],\"next\":\"/products?" + secret + "&page=2\"}")));
        fixture.erp.stubFor(get("/products?page=2&" + secret).willReturn(okJson("{\"data\":[]}")));
        fetched();
        assertThat(fixture.metadata(Entity.PRODUCTS, DAY).toString()).doesNotContain("the-id-of", "word");

        fixture.erp.stubFor(get(urlPathEqualTo("/products"))
                .willReturn(aResponse().withStatus(400).withBody("wrong: " + secret)));
        assertThat(fixture.fetch(List.of(Entity.PRODUCTS), List.of(DAY.plusDays(1)), false))
                .singleElement()
                .satisfies(result -> assertThat(result.message())
                        .contains("/products?size=1 answered 400: wrong")
                        .contains("HINT: ")
                        .doesNotContain("the-id-of", "word"));
    }

    @Test
    void a_key_in_the_query_beside_a_header_is_taken_out_of_a_next_link_too() {
        fixture.with("ID", "me");
        fixture.start("envelope: {records: /data}\npaging: {type: next_link, next: /next}\n"
                + "auth: {type: bearer, token: \"${SECRET}\", headers: {X-Id: \"${ID}\"}, query: {key: \"${ID}\"}}");
        fixture.erp.stubFor(get("/products?key=me")
                .withHeader("Authorization", equalTo("Bearer " + SECRET))
                .withHeader("X-Id", equalTo("me"))
                .willReturn(okJson("{\"data\":[{\"id\":1}],\"next\":\"?key=me&page=2\"}")));
        fixture.erp.stubFor(get("/products?page=2&key=me").willReturn(okJson("{\"data\":[]}")));
        fetched();
    }

    @Test
    void a_key_in_the_query_that_a_redirect_repeats_is_sent_once() {
        fixture.start(ONE_ANSWER + "auth: {type: api_key, query: key, value: \"${SECRET}\"}");
        fixture.erp.stubFor(
                get("/products?key=" + SECRET).willReturn(temporaryRedirect("/moved?key=" + SECRET + "&size=1")));
        fixture.erp.stubFor(get("/moved?size=1&key=" + SECRET).willReturn(okJson("[{\"id\":1}]")));
        fetched();
    }

    private static final String OWN =
            """
            entities:
              products:
                snapshot: true
                request: {path: /products}
                mapping: {product_id: /id, name: /id}
              suppliers:
                snapshot: true
                auth: {type: api_key, headers: {X-Token: "${PASS}"}, query: {key: "${ID}"}}
                paging: {type: next_link, next: /next}
                envelope: {records: /data}
                request: {path: /suppliers}
                mapping: {supplier_id: /id, name: /id}
            """;

    @Test
    void an_entity_with_credentials_of_its_own_is_asked_with_them_and_the_others_with_the_erps() {
        fixture.with("PASS", "token-of-suppliers").with("ID", "key-of-suppliers");
        fixture.start(ONE_ANSWER + "auth: {type: api_key, header: X-Token, value: \"${SECRET}\"}", OWN);
        fixture.erp.stubFor(
                get("/products").withHeader("X-Token", equalTo(SECRET)).willReturn(okJson("[{\"id\":1}]")));
        fixture.erp.stubFor(get("/suppliers?key=key-of-suppliers")
                .withHeader("X-Token", equalTo("token-of-suppliers"))
                .willReturn(okJson("{\"data\":[{\"id\":1}],\"next\":\"?page=2&key=key-of-suppliers\"}")));
        fixture.erp.stubFor(get("/suppliers?page=2&key=key-of-suppliers")
                .withHeader("X-Token", equalTo("token-of-suppliers"))
                .willReturn(okJson("{\"data\":[{\"id\":2}]}")));
        assertThat(fixture.fetch(List.of(Entity.PRODUCTS, Entity.SUPPLIERS), List.of(DAY), false))
                .extracting(StepResult::message)
                .containsOnlyNulls();
        assertThat(fixture.raw(Entity.SUPPLIERS, DAY)).isEqualTo(FetchFixture.file("{\"id\":1}", "{\"id\":2}"));

        fixture.erp.stubFor(get(urlPathEqualTo("/suppliers"))
                .willReturn(aResponse().withStatus(401).withBody("no token-of-suppliers")));
        assertThat(fixture.fetch(List.of(Entity.SUPPLIERS), List.of(DAY.plusDays(1)), false))
                .singleElement()
                .satisfies(result -> assertThat(result.message())
                        .contains("/suppliers answered 401: no ")
                        .contains("HINT: check entities.suppliers.auth in the client's file")
                        .doesNotContain("of-suppliers"));
    }

    @Test
    void an_entitys_own_credentials_stand_in_for_a_login_which_is_not_made() {
        fixture.with("PASS", "token-of-suppliers").with("ID", "key-of-suppliers");
        fixture.start(ONE_ANSWER + oauth2(""), OWN);
        fixture.erp.stubFor(get("/suppliers?key=key-of-suppliers")
                .withHeader("X-Token", equalTo("token-of-suppliers"))
                .willReturn(okJson("{\"data\":[]}")));
        fixture.fetch(List.of(Entity.SUPPLIERS), List.of(DAY), false);
        fixture.erp.verify(1, getRequestedFor(urlEqualTo("/suppliers?key=key-of-suppliers")));
        fixture.erp.verify(0, postRequestedFor(urlEqualTo("/token")));
    }

    @Test
    void an_entitys_own_secret_without_a_value_is_told_as_the_clients() {
        fixture.with("PASS", "token-of-suppliers");
        fixture.start(ONE_ANSWER + "auth: {type: bearer, token: \"${SECRET}\"}", OWN);
        assertThat(fixture.fetch(List.of(Entity.values()), List.of(DAY), false))
                .singleElement()
                .satisfies(result -> assertThat(result.message())
                        .startsWith("no value for ${ID}: nothing of CW-000200 is asked\nHINT: "));
        assertThat(fixture.erp.getAllServeEvents()).isEmpty();
    }

    @Test
    void basic_is_utf_8() {
        fixture.with("USER", "jürgen").with("PASS", "pä:ß€");
        fixture.start(ONE_ANSWER + "auth: {type: basic, username: \"${USER}\", password: \"${PASS}\"}");
        String pair = Base64.getEncoder().encodeToString("jürgen:pä:ß€".getBytes(StandardCharsets.UTF_8));
        fixture.erp.stubFor(get("/products")
                .withHeader("Authorization", equalTo("Basic " + pair))
                .willReturn(okJson("[{\"id\":1}]")));
        fetched();
    }

    @Test
    void secrets_without_a_value_are_told_once_and_nothing_is_asked() {
        fixture.start(ONE_ANSWER + "auth: {type: basic, username: \"${USER}\", password: \"${PASS}\"}");

        assertThat(fixture.fetch(List.of(Entity.values()), List.of(DAY.minusDays(1), DAY), false))
                .singleElement()
                .satisfies(outcome -> {
                    assertThat(outcome.outcome()).isEqualTo(Outcome.FAILED);
                    assertThat(outcome.date()).isNull();
                    assertThat(outcome.message())
                            .startsWith("no value for ${USER}, ${PASS}: nothing of CW-000200 is asked\nHINT: set the"
                                    + " environment variable, or mount the file, that ")
                            .endsWith("CW-000200.yaml refers to, then run the same command again");
                });
        assertThat(fixture.erp.getAllServeEvents()).isEmpty();
    }

    @Test
    void a_bearer_goes_into_the_authorization() {
        fixture.start(ONE_ANSWER + "auth: {type: bearer, token: \"${SECRET}\"}");
        fixture.erp.stubFor(get("/products")
                .withHeader("Authorization", equalTo("Bearer " + SECRET))
                .willReturn(okJson("[{\"id\":1}]")));
        fetched();
    }

    private String oauth2(String more) {
        return "auth: {type: oauth2, token_url: \"${ERP_URL}/token\", client_id: \"${ID}\", client_secret: \"${SECRET}\""
                + more + "}\n";
    }

    private void token(String token, String then, String state) {
        fixture.erp.stubFor(post("/token")
                .inScenario("token")
                .whenScenarioStateIs(state)
                .willReturn(
                        okJson("{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}"))
                .willSetStateTo(then));
    }

    @Test
    void an_oauth2_token_is_got_once_for_all_entities_at_once() {
        fixture.with("ID", "me:ü");
        fixture.start(
                ONE_ANSWER + oauth2(", scope: a b, credentials: header"),
                """
                entities:
                  products: {snapshot: true, request: {path: /products}, mapping: {product_id: /id, name: /id}}
                  suppliers: {snapshot: true, request: {path: /suppliers}, mapping: {supplier_id: /id, name: /id}}
                  locations: {snapshot: true, request: {path: /locations}, mapping: {location_id: /id, name: /id}}
                """);
        String pair = Base64.getEncoder().encodeToString(("me%3A%C3%BC:" + SECRET).getBytes(StandardCharsets.UTF_8));
        fixture.erp.stubFor(post("/token")
                .withHeader("Authorization", equalTo("Basic " + pair))
                .withFormParam("grant_type", equalTo("client_credentials"))
                .withFormParam("scope", equalTo("a b"))
                .willReturn(okJson("{\"access_token\":\"t1\",\"expires_in\":\"3600\"}")
                        .withFixedDelay(100)));
        for (String path : List.of("/products", "/suppliers", "/locations")) {
            fixture.erp.stubFor(
                    get(path).withHeader("Authorization", equalTo("Bearer t1")).willReturn(okJson("[{\"id\":1}]")));
        }
        List<StepResult> results = fixture.fetch(
                List.of(Entity.PRODUCTS, Entity.SUPPLIERS, Entity.LOCATIONS), List.of(DAY, DAY.plusDays(1)), false);
        assertThat(results).hasSize(6).extracting(StepResult::outcome).containsOnly(Outcome.DONE);
        fixture.erp.verify(1, postRequestedFor(urlEqualTo("/token")));
    }

    @Test
    void a_refused_token_is_renewed_once_and_the_request_repeated() {
        fixture.with("ID", "me");
        fixture.start(ONE_ANSWER + oauth2(", credentials: body"));
        token("old", "second", Scenario.STARTED);
        token("new", "third", "second");
        fixture.erp.stubFor(get("/products")
                .withHeader("Authorization", equalTo("Bearer old"))
                .willReturn(aResponse().withStatus(401).withHeader("WWW-Authenticate", "Bearer")));
        fixture.erp.stubFor(get("/products")
                .withHeader("Authorization", equalTo("Bearer new"))
                .willReturn(okJson("[{\"id\":1}]")));
        fetched();
        fixture.erp.verify(
                2, postRequestedFor(urlEqualTo("/token")).withRequestBody(containing("client_secret=" + SECRET)));
        fixture.erp.verify(2, getRequestedFor(urlEqualTo("/products")));
    }

    /** It would be kept to be masked, and so would the next. */
    @Test
    void a_token_that_no_header_can_hold_is_refused() {
        fixture.with("ID", "me");
        fixture.start(ONE_ANSWER + oauth2(""));
        token("t".repeat(500_000), Scenario.STARTED, Scenario.STARTED);
        assertThat(fixture.fetch().message())
                .contains(" answered with a token of more than 16384 characters")
                .contains("HINT: ");
    }

    @Test
    void a_token_that_is_refused_again_fails_the_file() {
        fixture.with("ID", "me");
        fixture.start(ONE_ANSWER + oauth2(""));
        token("t", Scenario.STARTED, Scenario.STARTED);
        fixture.erp.stubFor(
                get("/products").willReturn(aResponse().withStatus(401).withBody("expired")));
        assertThat(fixture.fetch().message())
                .contains("/products answered 401: expired")
                .contains("HINT: check erp.auth in the client's file");
        fixture.erp.verify(2, postRequestedFor(urlEqualTo("/token")));
    }

    @Test
    void a_token_endpoint_that_stumbles_is_asked_again_and_one_that_refuses_is_not() {
        fixture.with("ID", "me");
        fixture.start(ONE_ANSWER + oauth2(""));
        fixture.erp.stubFor(post("/token").willReturn(aResponse().withStatus(503)));
        assertThat(fixture.fetch().message())
                .contains("gave up after 3 attempts; the last: the token endpoint at " + fixture.erp.baseUrl()
                        + " answered 503");
        fixture.erp.stubFor(post("/token").willReturn(okJson("<html>")));
        assertThat(fixture.fetch().message()).contains("answered with something that is no JSON");
        fixture.erp.resetRequests();
        fixture.erp.stubFor(
                post("/token").willReturn(aResponse().withStatus(401).withBody("bad " + SECRET)));
        assertThat(fixture.fetch().message())
                .contains("the token endpoint at " + fixture.erp.baseUrl() + " refused the credentials with status 401")
                .contains("HINT: check erp.auth in the file of CW-000200")
                .doesNotContain(SECRET);
        fixture.erp.verify(1, postRequestedFor(urlEqualTo("/token")));
    }

    @Test
    void a_session_logs_in_with_a_token_and_again_when_it_is_refused() {
        fixture.with("USER", "me\"").with("PASS", SECRET);
        fixture.start(
                ONE_ANSWER
                        + """
                auth:
                  type: session
                  login: {method: POST, path: /login, body: '{"user": "{{username}}", "password": "{{password}}"}'}
                  username: ${USER}
                  password: ${PASS}
                  token: /session/id
                  header: X-Session
                  prefix: "S-"
                  renew_after: 20m
                """);
        String json = "{\"user\":\"me\\\"\",\"password\":\"" + SECRET + "\"}";
        for (String state : List.of(Scenario.STARTED, "again")) {
            fixture.erp.stubFor(post("/login")
                    .withRequestBody(equalToJson(json))
                    .inScenario("login")
                    .whenScenarioStateIs(state)
                    .willReturn(okJson("{\"session\":{\"id\":\"" + state.charAt(0) + "\"}}"))
                    .willSetStateTo("again"));
        }
        fixture.erp.stubFor(get("/products").willReturn(aResponse().withStatus(401)));
        fixture.erp.stubFor(
                get("/products").withHeader("X-Session", equalTo("S-a")).willReturn(okJson("[{\"id\":1}]")));
        fetched();
        fixture.erp.verify(2, postRequestedFor(urlEqualTo("/login")));
    }

    @Test
    void a_session_may_be_a_cookie() {
        fixture.with("USER", "me").with("PASS", SECRET);
        fixture.start(ONE_ANSWER
                + "auth: {type: session, login: {method: POST, path: /login, body: '{\"p\": \"{{password}}\"}'},"
                + " username: \"${USER}\", password: \"${PASS}\"}");
        fixture.erp.stubFor(post("/login")
                .willReturn(aResponse()
                        .withHeader("Set-Cookie", "sid=abc; Path=/; HttpOnly")
                        .withHeader("Set-Cookie", "route=1")));
        fixture.erp.stubFor(get("/products")
                .withHeader("Cookie", equalTo("sid=abc; route=1"))
                .willReturn(okJson("[{\"id\":1}]")));
        fetched();
    }

    @Test
    void a_redirect_is_followed_within_the_host_with_credentials_and_never_beyond() {
        WireMockServer other =
                new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
        other.start();
        try {
            fixture.start(ONE_ANSWER + "auth: {type: bearer, token: \"${SECRET}\"}");
            fixture.erp.stubFor(get("/products").willReturn(temporaryRedirect(other.baseUrl() + "/stolen")));
            assertThat(fixture.fetch().message()).contains("/products answered 302, a redirect to http://localhost:");
            assertThat(other.getAllServeEvents()).isEmpty();
            fixture.erp.stubFor(get("/products").willReturn(temporaryRedirect("/moved")));
            fixture.erp.stubFor(get(urlPathEqualTo("/moved"))
                    .withHeader("Authorization", equalTo("Bearer " + SECRET))
                    .willReturn(okJson("[{\"id\":1}]")));
            fetched();
        } finally {
            other.stop();
        }
    }

    @Test
    void no_secret_can_be_read_by_jmx() throws Exception {
        fixture.start(ONE_ANSWER + "auth: {type: api_key, query: key, value: \"${SECRET}\"}");
        fixture.erp.stubFor(get(urlPathEqualTo("/products")).willReturn(okJson("[{\"id\":1}]")));
        fetched();
        StringBuilder seen = new StringBuilder();
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName name : server.queryNames(new ObjectName("org.apache.camel:*"), null)) {
            seen.append(name);
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                if (attribute.isReadable()) {
                    try {
                        seen.append(server.getAttribute(name, attribute.getName()))
                                .append('\n');
                    } catch (javax.management.RuntimeMBeanException | javax.management.MBeanException unreadable) {
                        seen.append(unreadable);
                    }
                }
            }
        }
        assertThat(seen.toString())
                .contains("fetch-CW-000200")
                .contains("ask-erp-CW-000200")
                .doesNotContain(SECRET);
    }
}
