package io.catwing.fetch;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.catwing.fetch.FetchFixture.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.catwing.client.Entity;
import io.catwing.support.TestKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ways in by a private key, a certificate, or a signature of each request. */
class FetchSignedIT {
    private static final String ONE_ANSWER = "envelope: {records: \"\"}\npaging: {type: none}\n";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FetchFixture fixture = new FetchFixture();

    @TempDir
    private Path folder;

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private void fetched() {
        assertThat(fixture.fetch().message()).isNull();
        assertThat(fixture.raw()).isEqualTo(FetchFixture.file("{\"id\":1}"));
    }

    private void productsFor(String token) {
        fixture.erp.stubFor(post("/token").willReturn(okJson("{\"access_token\":\"" + token + "\"}")));
        fixture.erp.stubFor(get("/products")
                .withHeader("Authorization", equalTo("Bearer " + token))
                .willReturn(okJson("[{\"id\":1}]")));
    }

    private LoggedRequest tokenRequest() {
        return fixture.erp.findAll(postRequestedFor(urlEqualTo("/token"))).get(0);
    }

    private static JsonNode part(String token, int number) throws IOException {
        return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[number]));
    }

    private static boolean isSigned(String token, Signature signature, PublicKey key) throws Exception {
        int dot = token.lastIndexOf('.');
        signature.initVerify(key);
        signature.update(token.substring(0, dot).getBytes(StandardCharsets.US_ASCII));
        return signature.verify(Base64.getUrlDecoder().decode(token.substring(dot + 1)));
    }

    @Test
    void a_client_proves_itself_by_a_statement_signed_on_a_curve() throws Exception {
        KeyPair pair = TestKeys.curve("secp256r1");
        // As in a variable of one line.
        fixture.with("ID", "our-client")
                .with("PASS", TestKeys.pem(pair.getPrivate()).replace("\n", "\\n"));
        fixture.start(
                ONE_ANSWER + "auth: {type: oauth2, token_url: \"${ERP_URL}/token\", client_id: \"${ID}\", assertion:"
                        + " {private_key: \"${PASS}\", key_id: cert-17, algorithm: ES256, claims: {scope: [a, b], level: 3}}}");
        productsFor("access-1");
        fetched();

        assertThat(tokenRequest().formParameter("grant_type").firstValue()).isEqualTo("client_credentials");
        assertThat(tokenRequest().formParameter("client_assertion_type").firstValue())
                .isEqualTo("urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        String token = tokenRequest().formParameter("client_assertion").firstValue();
        assertThat(part(token, 0).toString()).isEqualTo("{\"alg\":\"ES256\",\"typ\":\"JWT\",\"kid\":\"cert-17\"}");
        JsonNode claims = part(token, 1);
        assertThat(claims.path("iss").asText()).isEqualTo("our-client");
        assertThat(claims.path("sub").asText()).isEqualTo("our-client");
        assertThat(claims.path("aud").asText()).isEqualTo(fixture.erp.baseUrl() + "/token");
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(300);
        assertThat(claims.path("jti").asText()).isNotEmpty();
        assertThat(claims.path("scope").toString()).isEqualTo("[\"a\",\"b\"]");
        assertThat(claims.path("level").toString()).isEqualTo("3");
        assertThat(isSigned(token, Signature.getInstance("SHA256withECDSAinP1363Format"), pair.getPublic()))
                .isTrue();
    }

    @Test
    void a_signed_statement_is_a_grant_of_its_own() throws Exception {
        KeyPair pair = TestKeys.rsa();
        fixture.with("PASS", TestKeys.pem(pair.getPrivate()));
        fixture.start(
                ONE_ANSWER + "auth: {type: oauth2, grant: jwt_bearer, token_url: \"${ERP_URL}/token\", scope: read,"
                        + " assertion: {private_key: \"${PASS}\", issuer: robot, subject: jo, audience: erp, life: 60s}}");
        productsFor("access-1");
        fetched();

        assertThat(tokenRequest().formParameter("grant_type").firstValue())
                .isEqualTo("urn:ietf:params:oauth:grant-type:jwt-bearer");
        assertThat(tokenRequest().formParameter("scope").firstValue()).isEqualTo("read");
        String token = tokenRequest().formParameter("assertion").firstValue();
        JsonNode claims = part(token, 1);
        assertThat(claims.path("iss").asText()
                        + claims.path("sub").asText()
                        + claims.path("aud").asText())
                .isEqualTo("robotjoerp");
        assertThat(isSigned(token, Signature.getInstance("SHA256withRSA"), pair.getPublic()))
                .isTrue();
    }

    @Test
    void ps256_signs_as_rfc_7518_says() throws Exception {
        KeyPair pair = TestKeys.rsa();
        fixture.with("ID", "our-client").with("PASS", TestKeys.pem(pair.getPrivate()));
        fixture.start(
                ONE_ANSWER + "auth: {type: oauth2, token_url: \"${ERP_URL}/token\", client_id: \"${ID}\", assertion:"
                        + " {private_key: \"${PASS}\", algorithm: PS256}}");
        productsFor("access-1");
        fetched();
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        assertThat(isSigned(tokenRequest().formParameter("client_assertion").firstValue(), signature, pair.getPublic()))
                .isTrue();
    }

    @Test
    void a_key_that_is_none_or_of_another_kind_is_told_without_the_key() {
        fixture.with("ID", "our-client").with("PASS", "-----BEGIN RSA PRIVATE KEY-----\nMIIabc\n");
        fixture.start(
                ONE_ANSWER + "auth: {type: oauth2, token_url: \"${ERP_URL}/token\", client_id: \"${ID}\", assertion:"
                        + " {private_key: \"${PASS}\"}}");
        assertThat(fixture.fetch().message())
                .contains("the secret ${PASS} is no private key in PEM (PKCS #8, BEGIN PRIVATE KEY)")
                .contains("HINT: convert it by openssl pkcs8 -topk8 -nocrypt -in KEY -out KEY.pem")
                .doesNotContain("MIIabc");
        fixture.with("PASS", TestKeys.pem(TestKeys.curve("secp384r1").getPrivate()));
        assertThat(fixture.fetch().message())
                .contains("the secret ${PASS} is no key of the algorithm RS256")
                .contains("HINT: RS256 and PS256 take an RSA key, ES256 one on the curve P-256");
    }

    private static String hmac(String algorithm, String text, boolean base64) throws Exception {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), algorithm));
        byte[] signature = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        return base64
                ? Base64.getEncoder().encodeToString(signature)
                : HexFormat.of().formatHex(signature);
    }

    @Test
    void each_request_is_signed_as_it_is_sent_with_a_nonce_of_its_own() throws Exception {
        fixture.with("ID", "our key");
        fixture.start(
                ONE_ANSWER
                        + """
                auth: {type: api_key, query: key, value: "${ID}"}
                request: {method: POST, query: {b: "2 3", a: "1"}}
                sign:
                  algorithm: HmacSHA512
                  key: ${SECRET}
                  over: "{{method}}\\n{{path}}\\n{{query}}\\n{{sorted_query}}\\n{{timestamp}}\\n{{nonce}}\\n{{body_sha256}}"
                  encoding: base64
                  header: Authorization
                  value: 'HMAC our-id:{{signature}}'
                  headers: {X-Time: "{{timestamp}}", X-Nonce: "{{nonce}}"}
                  timestamp: instant
                """,
                """
                entities:
                  products:
                    snapshot: true
                    request: {path: /products, body: '{"q": "ü"}'}
                    mapping: {product_id: /id, name: /id}
                """);
        fixture.erp.stubFor(post(urlPathEqualTo("/products"))
                .inScenario("stumbles")
                .whenScenarioStateIs("Started")
                .willReturn(aResponse().withStatus(503))
                .willSetStateTo("stands"));
        fixture.erp.stubFor(post(urlPathEqualTo("/products"))
                .inScenario("stumbles")
                .whenScenarioStateIs("stands")
                .willReturn(okJson("[{\"id\":1}]")));
        fetched();

        List<LoggedRequest> sent = fixture.erp.findAll(postRequestedFor(urlPathEqualTo("/products")));
        assertThat(sent).hasSize(2);
        assertThat(sent).extracting(request -> request.getHeader("X-Nonce")).doesNotHaveDuplicates();
        for (LoggedRequest request : sent) {
            String query = request.getUrl().replaceFirst("^[^?]*\\?", "");
            assertThat(query).isEqualTo("b=2%203&a=1&key=our%20key");
            String over = String.join(
                    "\n",
                    "POST",
                    "/products",
                    query,
                    "a=1&b=2%203&key=our%20key",
                    request.getHeader("X-Time"),
                    request.getHeader("X-Nonce"),
                    HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(request.getBody())));
            assertThat(request.getHeader("X-Time")).matches("20[0-9-]+T[0-9:.]+Z");
            assertThat(request.getHeader("Authorization")).isEqualTo("HMAC our-id:" + hmac("HmacSHA512", over, true));
        }
    }

    @Test
    void a_signature_that_a_next_link_repeats_is_made_anew_and_sent_once() throws Exception {
        fixture.start("envelope: {records: /data}\npaging: {type: next_link, next: /next}\n"
                + "sign: {key: \"${SECRET}\", over: \"{{path}}{{query}}\", query: sign}");
        String first = "/products?sign=" + hmac("HmacSHA256", "/products", false);
        fixture.erp.stubFor(get(first).willReturn(okJson("{\"data\":[{\"id\":1}],\"next\":\"" + first + "&page=2\"}")));
        fixture.erp.stubFor(get("/products?page=2&sign=" + hmac("HmacSHA256", "/productspage=2", false))
                .willReturn(okJson("{\"data\":[]}")));
        fetched();
    }

    @Test
    void a_signature_may_be_a_parameter() throws Exception {
        fixture.start(ONE_ANSWER + "request: {query: {shop: \"7\"}}\n"
                + "sign: {key: \"${SECRET}\", over: \"{{path}}{{query}}\", query: sign}");
        fixture.erp.stubFor(get("/products?shop=7&sign=" + hmac("HmacSHA256", "/productsshop=7", false))
                .willReturn(okJson("[{\"id\":1}]")));
        fetched();
    }

    @Test
    void a_signing_key_in_another_encoding_than_declared_is_told_without_the_key() {
        fixture.start(ONE_ANSWER + "sign: {key: \"${SECRET}\", key_encoding: hex, over: \"{{path}}\", header: X-Sign}");
        assertThat(fixture.fetch().message())
                .contains("the secret ${SECRET} is not in hex")
                .contains("HINT: correct erp.sign.key_encoding in the client's file, or the secret")
                .doesNotContain(SECRET);
        assertThat(fixture.erp.findAll(getRequestedFor(anyUrl()))).isEmpty();
    }

    private WireMockServer askingForCertificates(Path server, Path trusted) {
        WireMockServer erp = new WireMockServer(WireMockConfiguration.options()
                .httpDisabled(true)
                .dynamicHttpsPort()
                .bindAddress("127.0.0.1")
                .keystoreType("PKCS12")
                .keystorePath(server.toString())
                .keystorePassword("changeit")
                .keyManagerPassword("changeit")
                .needClientAuth(true)
                .trustStoreType("PKCS12")
                .trustStorePath(trusted.toString())
                .trustStorePassword("changeit"));
        erp.start();
        erp.stubFor(any(anyUrl()).withHeader("Authorization", absent()).willReturn(okJson("[{\"id\":1}]")));
        return erp;
    }

    @Test
    void an_erp_that_asks_for_a_certificate_gets_ours_and_what_is_none_is_told() {
        Path server = TestKeys.store(folder, "server");
        Path own = TestKeys.store(folder, "own");
        List<String> ours = TestKeys.pems(own, "own");
        WireMockServer erp = askingForCertificates(server, TestKeys.trusting(folder, own, "own"));
        try {
            fixture.with("ERP_URL", "https://localhost:" + erp.httpsPort());
            fixture.with("USER", ours.get(0)).with("PASS", ours.get(1));
            fixture.with("SECRET", TestKeys.pems(server, "server").get(0));
            fixture.start(ONE_ANSWER + "tls: {certificate: \"${USER}\", key: \"${PASS}\", authority: \"${SECRET}\"}");
            fetched();
            fixture.with("USER", "nonsense");
            assertThat(fixture.fetch(Entity.PRODUCTS, FetchFixture.DAY.plusDays(1), true)
                            .message())
                    .as("read for each connection")
                    .contains("the secret ${USER} is no certificate in PEM (BEGIN CERTIFICATE)")
                    .contains("HINT: mount the certificate, followed by those that it was signed by");
        } finally {
            erp.stop();
        }
    }
}
