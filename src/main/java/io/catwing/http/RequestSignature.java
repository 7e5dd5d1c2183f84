package io.catwing.http;

import io.catwing.client.Erp;
import io.catwing.client.Sign;
import io.catwing.client.SignedText.Part;
import io.catwing.failure.QuarantinedFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** Signs a request as it is sent, its credentials included; each attempt with a timestamp and a nonce of its own. */
final class RequestSignature {
    private static final int NONCE_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Sign sign;
    private final InstantSource clock;

    RequestSignature(Sign sign, InstantSource clock) {
        this.sign = sign;
        this.clock = clock;
    }

    static RequestSignature of(Erp erp) {
        return new RequestSignature(erp.sign(), Clock.systemUTC());
    }

    /** Does nothing where the file does not say that requests are signed. @throws QuarantinedFailure if the key is none */
    void add(ClassicHttpRequest request) throws IOException {
        if (sign == null) {
            return;
        }
        Map<Part, String> values = values(request);
        byte[] signature = mac(sign.over().render(values));
        values.put(
                Part.SIGNATURE,
                switch (sign.encoding()) {
                    case "hex" -> HexFormat.of().formatHex(signature);
                    case "base64url" -> Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
                    default -> Base64.getEncoder().encodeToString(signature);
                });
        sign.headers().forEach((name, value) -> request.setHeader(name, value.render(values)));
        String value = sign.value().render(values);
        if (sign.header() != null) {
            request.setHeader(sign.header(), value);
        } else {
            String path = request.getPath();
            request.setPath(path
                    + (path.indexOf('?') < 0 ? '?' : '&')
                    + Addresses.encodeQuery(sign.query())
                    + '='
                    + Addresses.encodeQuery(value));
        }
    }

    private Map<Part, String> values(ClassicHttpRequest request) throws IOException {
        String path = request.getPath();
        int query = path.indexOf('?');
        String parameters = query < 0 ? "" : path.substring(query + 1);
        byte[] body = request.getEntity() == null ? new byte[0] : EntityUtils.toByteArray(request.getEntity());
        byte[] hash = sha256(body);
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        Map<Part, String> values = new EnumMap<>(Part.class);
        values.put(Part.METHOD, request.getMethod());
        values.put(Part.HOST, String.valueOf(request.getAuthority()));
        values.put(Part.PATH, query < 0 ? path : path.substring(0, query));
        values.put(Part.QUERY, parameters);
        values.put(
                Part.SORTED_QUERY, Arrays.stream(parameters.split("&")).sorted().collect(Collectors.joining("&")));
        values.put(Part.BODY, new String(body, StandardCharsets.UTF_8));
        values.put(Part.BODY_SHA256, HexFormat.of().formatHex(hash));
        values.put(Part.BODY_SHA256_BASE64, Base64.getEncoder().encodeToString(hash));
        values.put(Part.TIMESTAMP, sign.timestamp(clock.instant()));
        values.put(Part.NONCE, HexFormat.of().formatHex(nonce));
        return values;
    }

    private byte[] mac(String text) {
        try {
            Mac mac = Mac.getInstance(sign.algorithm());
            mac.init(new SecretKeySpec(key(), sign.algorithm()));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + sign.algorithm(), e);
        }
    }

    private byte[] key() {
        String text = sign.key().reveal();
        try {
            return switch (sign.keyEncoding()) {
                case "hex" -> HexFormat.of().parseHex(text.strip());
                case "base64" -> Base64.getDecoder().decode(text.strip());
                default -> text.getBytes(StandardCharsets.UTF_8);
            };
        } catch (IllegalArgumentException another) {
            // Its message would quote the key.
            throw new QuarantinedFailure(
                    "the secret " + sign.key().reference() + " is not in " + sign.keyEncoding(),
                    "correct erp.sign.key_encoding in the client's file, or the secret");
        }
    }

    private static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
