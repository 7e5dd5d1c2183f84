package io.catwing.fetch;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.AdviceWith;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever a client's file or an ERP says stays a value: it is no header, address, placeholder or expression of Camel's. */
class CamelIsNotSteeredIT {

    /** What Camel's property placeholders, simple language, endpoint addresses and SQL components would read. */
    private static final String STEERING = "{{env:HOME}}{{sys:user.home}}${header.x}${env.HOME}RAW(a)&b=#{x}?c=1 :#d";

    private static final String LIMITS = "limits: {requests_per_second: 1000, timeout: 30s}\n";

    private final FetchFixture fixture = new FetchFixture();
    private final WireMockServer elsewhere =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));

    CamelIsNotSteeredIT() {
        elsewhere.start();
        elsewhere.stubFor(any(anyUrl()).willReturn(okJson("[{\"id\":666}]")));
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
        elsewhere.stop();
    }

    @Test
    void a_hostile_cursor_stays_a_value_in_query_and_header() {
        fixture.start(LIMITS + "envelope: {records: /data}\npaging: {type: cursor, next: /next}\n"
                + "request: {query: {after: \"{{cursor}}\"}, headers: {X-After: \"{{cursor}}\"}}");
        fixture.erp.stubFor(get(urlPathEqualTo("/products"))
                .willReturn(okJson("{\"data\":[{\"id\":1}],\"next\":\"" + STEERING + "\"}")
                        .withHeader("CamelHttpUri", elsewhere.baseUrl())
                        .withHeader("CamelRestHttpUri", elsewhere.baseUrl())
                        .withHeader("Content-Type", "application/x-java-serialized-object")));
        fixture.erp.stubFor(get(urlPathEqualTo("/products"))
                .withQueryParam("after", equalTo(STEERING))
                .withHeader("X-After", equalTo(STEERING))
                .willReturn(okJson("{\"data\":[{\"id\":2}]}")));

        assertThat(fixture.fetch().message()).isNull();
        assertThat(fixture.raw()).isEqualTo(FetchFixture.file("{\"id\":1}", "{\"id\":2}"));
        assertThat(elsewhere.getAllServeEvents()).isEmpty();
    }

    @Test
    void a_hostile_id_stays_in_its_segment_and_a_hostile_next_link_in_its_query() {
        fixture.start(
                LIMITS + "envelope: {records: /data}\npaging: {type: next_link, next: /next}\n",
                """
                entities:
                  products:
                    snapshot: true
                    request: {path: /products}
                    detail: {request: {path: "/products/{{id}}", method: POST, body: '{"id": {{id}}}'}, key: /id, as: d}
                    mapping: {product_id: /id, name: /id}
                """);
        fixture.erp.stubFor(get("/products")
                .willReturn(
                        okJson("{\"data\":[{\"id\":\"{{env:HOME}}\"}],\"next\":\"/products?a={{env:HOME}}${b}\"}")));
        fixture.erp.stubFor(get("/products?a=%7B%7Benv:HOME%7D%7D$%7Bb%7D").willReturn(okJson("{\"data\":[]}")));
        fixture.erp.stubFor(post("/products/%7B%7Benv%3AHOME%7D%7D")
                .withRequestBody(equalTo("{\"id\": \"{{env:HOME}}\"}"))
                .willReturn(okJson("[1]")));

        assertThat(fixture.fetch().message()).isNull();
        assertThat(fixture.raw()).isEqualTo(FetchFixture.file("{\"id\":\"{{env:HOME}}\",\"d\":[1]}"));
    }

    /** As a route of the user's own may do it, or a header that slipped past the form of a client's file. */
    @Test
    void headers_of_camels_own_steer_nothing_and_the_connections_send_only_what_a_file_declares() throws Exception {
        fixture.start(LIMITS + "envelope: {records: \"\"}\npaging: {type: none}\n");
        fixture.erp.stubFor(get("/products").willReturn(okJson("[{\"id\":1}]")));
        fixture.bean(FetchRoutes.class).connect(List.of(FetchFixture.CLIENT));
        AdviceWith.adviceWith(
                fixture.camel(), "ask-erp-" + FetchFixture.CLIENT, advised -> advised.interceptSendToEndpoint("http*")
                        .process(exchange -> exchange.getMessage()
                                .setHeaders(new HashMap<>(Map.of(
                                        "CamelRestHttpUri", elsewhere.baseUrl(),
                                        "CamelHttpUri", elsewhere.baseUrl(),
                                        "CamelHttpQuery", "stolen=1",
                                        "CamelHttpPath", "/stolen",
                                        "CamelHttpMethod", "PUT",
                                        "X-Stolen", "{{env:HOME}}")))));

        assertThat(fixture.fetch().message()).isNull();
        assertThat(fixture.erp.getAllServeEvents()).singleElement().satisfies(event -> assertThat(
                        event.getRequest().containsHeader("X-Stolen"))
                .isFalse());
        assertThatThrownBy(() -> fixture.camel()
                        .createProducerTemplate()
                        .requestBody(
                                elsewhere.baseUrl() + "/stolen?httpClient=%23connection-ask-erp-" + FetchFixture.CLIENT,
                                "x"))
                .rootCause()
                .hasMessageContaining("these connections send only requests that a client's file declares")
                .hasMessageContaining("HINT: have the route call direct:fetch-page");
        assertThat(elsewhere.getAllServeEvents()).isEmpty();
    }

    /** CVE-2026-85251: camel-http handed credentials on to the host that a redirect named. */
    @Test
    void cve_2026_85251_no_credential_goes_to_the_host_that_a_redirect_names() {
        fixture.start(LIMITS + "envelope: {records: \"\"}\npaging: {type: none}\n"
                + "auth: {type: basic, username: \"${SECRET}\", password: \"${SECRET}\"}");
        fixture.erp.stubFor(get("/products")
                .willReturn(aResponse().withStatus(307).withHeader("Location", elsewhere.baseUrl() + "/products")));

        assertThat(fixture.fetch().message()).contains("/products answered 307");
        assertThat(elsewhere.getAllServeEvents()).isEmpty();
        fixture.erp.verify(1, getRequestedFor(urlPathEqualTo("/products")));
    }
}
