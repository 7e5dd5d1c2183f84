package io.catwing.cli;

import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;

/** A provider of OpenID Connect that says what a test has it say. */
final class OidcIssuer {
    static final String CLIENT = "catwing-service";

    private final WireMockServer http = new WireMockServer(
            WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
    private final RSAKey key = newKey();

    OidcIssuer() {
        http.start();
        http.stubFor(get("/.well-known/openid-configuration")
                .willReturn(okJson(json(Map.of(
                        "issuer",
                        url(),
                        "authorization_endpoint",
                        url() + "/authorize",
                        "token_endpoint",
                        url() + "/token",
                        "userinfo_endpoint",
                        url() + "/userinfo",
                        "jwks_uri",
                        url() + "/keys",
                        "subject_types_supported",
                        List.of("public"),
                        "response_types_supported",
                        List.of("code"),
                        "id_token_signing_alg_values_supported",
                        List.of("RS256", "HS256"))))));
        http.stubFor(get("/keys").willReturn(okJson(new JWKSet(key.toPublicJWK()).toString())));
    }

    static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048).keyID("key").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    RSAKey key() {
        return key;
    }

    String url() {
        return http.baseUrl();
    }

    Map<String, String> settings() {
        return Map.of(
                "catwing.oidc.issuer", url(),
                "catwing.oidc.client-id", CLIENT,
                "catwing.oidc.client-secret", "secret-of-the-client",
                "catwing.oidc.roles-claim", "/realm_access/roles",
                "catwing.oidc.operator", "retail-ops,admins",
                "catwing.oidc.viewer", "everybody");
    }

    /** A valid token's claims. */
    JWTClaimsSet.Builder claims(String nonce, String... roles) {
        return new JWTClaimsSet.Builder()
                .issuer(url())
                .audience(CLIENT)
                .subject("subject-1")
                .claim("preferred_username", "anna")
                .claim("nonce", nonce)
                .claim("realm_access", Map.of("roles", List.of(roles)))
                .issueTime(Date.from(Instant.now()))
                .expirationTime(Date.from(Instant.now().plusSeconds(300)));
    }

    /** What it gives for the code. */
    void gives(String code, JWTClaimsSet claims, RSAKey signedBy) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("key").build(), claims);
        token.sign(new RSASSASigner(signedBy));
        http.stubFor(post("/token")
                .withRequestBody(containing("code=" + code))
                .withBasicAuth(CLIENT, "secret-of-the-client")
                .willReturn(okJson(json(Map.of(
                        "access_token",
                        code,
                        "token_type",
                        "Bearer",
                        "expires_in",
                        300,
                        "id_token",
                        token.serialize())))));
        http.stubFor(get("/userinfo")
                .withHeader("Authorization", equalTo("Bearer " + code))
                .willReturn(okJson(json(Map.of("sub", claims.getSubject())))));
    }

    /** The form by which the code was asked for a token. */
    String asked(String code) {
        return http.findAll(postRequestedFor(urlEqualTo("/token")).withRequestBody(containing("code=" + code)))
                .get(0)
                .getBodyAsString();
    }

    private static String json(Map<String, Object> object) {
        try {
            return new ObjectMapper().writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
