package io.catwing.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catwing.client.Auth;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.failure.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** A JSON Web Token that says who asks, signed with a private key (RFC 7523). A new one for each request. */
final class SignedAssertion {
    /** Of a client (RFC 7521, 4.2). */
    static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /** The assertion itself as a grant. */
    static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int P256_BITS = 256;
    private static final int SALT = 32;

    private SignedAssertion() {}

    /** @throws QuarantinedFailure if the key is none, or not one of the algorithm */
    static String of(Auth.OAuth2 oauth2) {
        Auth.Assertion assertion = oauth2.assertion();
        ObjectNode head = JSON.createObjectNode();
        head.put("alg", assertion.algorithm());
        head.put("typ", "JWT");
        if (assertion.keyId() != null) {
            head.put("kid", assertion.keyId());
        }
        String issuer = assertion.issuer() != null
                ? assertion.issuer()
                : oauth2.clientId().reveal();
        Instant now = Instant.now();
        ObjectNode claims = JSON.createObjectNode();
        claims.put("iss", issuer);
        claims.put("sub", Objects.requireNonNullElse(assertion.subject(), issuer));
        claims.put(
                "aud",
                Objects.requireNonNullElse(
                        assertion.audience(), oauth2.tokenUrl().toString()));
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(assertion.life()).getEpochSecond());
        claims.put("jti", UUID.randomUUID().toString());
        try {
            for (Map.Entry<String, String> claim : assertion.claims().entrySet()) {
                claims.set(claim.getKey(), JSON.readTree(claim.getValue()));
            }
            String signed = encoded(JSON.writeValueAsBytes(head)) + "." + encoded(JSON.writeValueAsBytes(claims));
            String whole = signed + "." + encoded(sign(assertion, signed.getBytes(StandardCharsets.US_ASCII)));
            Secrets.registerForUse(whole);
            return whole;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("claims are kept as JSON", e);
        }
    }

    private static byte[] sign(Auth.Assertion assertion, byte[] text) {
        PrivateKey key = Pem.privateKey(assertion.key());
        boolean curve =
                key instanceof ECPrivateKey ec && ec.getParams().getOrder().bitLength() == P256_BITS;
        if (curve != assertion.algorithm().equals("ES256") || key instanceof ECPrivateKey && !curve) {
            throw new QuarantinedFailure(
                    "the secret " + assertion.key().reference() + " is no key of the algorithm "
                            + assertion.algorithm(),
                    "RS256 and PS256 take an RSA key, ES256 one on the curve P-256; correct erp.auth.assertion in the"
                            + " client's file, or the key");
        }
        try {
            Signature signature =
                    switch (assertion.algorithm()) {
                        // As two numbers of fixed length (RFC 7518, 3.4), not in DER.
                        case "ES256" -> Signature.getInstance("SHA256withECDSAinP1363Format");
                        case "PS256" -> Signature.getInstance("RSASSA-PSS");
                        default -> Signature.getInstance("SHA256withRSA");
                    };
            if (assertion.algorithm().equals("PS256")) {
                signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, SALT, 1));
            }
            signature.initSign(key);
            signature.update(text);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new QuarantinedFailure(
                    "nothing can be signed with the secret " + assertion.key().reference() + ": " + e.getMessage(),
                    "make a new key, and have the ERP know it",
                    e);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
