package io.catwing.client;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * How each request is signed with a secret (HMAC).
 *
 * @param algorithm of Java, such as HmacSHA256
 * @param key the secret
 * @param keyEncoding text, hex or base64: what the secret's characters are
 * @param over what is signed
 * @param encoding hex, base64 or base64url: how the signature is written
 * @param header that carries it, or null
 * @param query name of the parameter that carries it, or null
 * @param value what the header or parameter holds, with {@code {{signature}}}
 * @param headers further ones, such as the timestamp and the nonce
 */
public record Sign(
        String algorithm,
        Secret key,
        String keyEncoding,
        SignedText over,
        String encoding,
        String header,
        String query,
        SignedText value,
        Map<String, SignedText> headers,
        DayFormat format) {

    public String timestamp(Instant now) {
        return format.format(now.atZone(ZoneOffset.UTC));
    }
}
