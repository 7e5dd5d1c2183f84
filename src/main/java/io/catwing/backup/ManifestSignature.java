package io.catwing.backup;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who wrote a manifest: HMAC-SHA256 over all of it but the signature itself, its keys in order and without blanks, so that
 * a version that knows other fields reckons the same.
 */
final class ManifestSignature {
    static final String FIELD = "signature";
    private static final String KIND = "hmac-sha256:";

    private static final ObjectMapper CANONICAL = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private ManifestSignature() {}

    /** What is known of a manifest's writer. */
    enum Standing {
        OURS,
        UNSIGNED,
        FORGED
    }

    /** @throws JsonProcessingException when it is no JSON object, or one with a key twice */
    static ObjectNode parse(byte[] json) throws java.io.IOException {
        if (CANONICAL.readTree(json) instanceof ObjectNode object) {
            return object;
        }
        throw new java.io.IOException("it is no JSON object");
    }

    static void sign(ObjectNode manifest, byte[] key) {
        manifest.remove(FIELD);
        manifest.put(FIELD, of(manifest, key));
    }

    static Standing standing(ObjectNode manifest, List<byte[]> keys) {
        ObjectNode unsigned = manifest.deepCopy();
        var found = unsigned.remove(FIELD);
        if (found == null) {
            return Standing.UNSIGNED;
        }
        byte[] signature = found.asText().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        boolean ours = false;
        for (byte[] key : keys) {
            ours |= MessageDigest.isEqual(
                    signature, of(unsigned, key).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return ours ? Standing.OURS : Standing.FORGED;
    }

    private static String of(ObjectNode unsigned, byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            Object content = CANONICAL.treeToValue(unsigned, Object.class);
            return KIND + HexFormat.of().formatHex(mac.doFinal(CANONICAL.writeValueAsBytes(content)));
        } catch (GeneralSecurityException | JsonProcessingException e) {
            throw new IllegalStateException("every Java has HMAC-SHA256, and what was JSON is JSON", e);
        }
    }
}
