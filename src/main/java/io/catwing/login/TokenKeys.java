package io.catwing.login;

import io.catwing.failure.AbortingFailure;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.failure.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Encrypts what is stored of logins, with AES-256 in GCM, by the keys of {@code CATWING_TOKEN_KEY}. A key is not stored
 * anywhere; its id, by which the right one of several is found, is a part of its hash.
 */
@Component
public class TokenKeys {
    private static final int SHORTEST = 32;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int ID_BYTES = 4;
    private static final String HINT =
            "make one by openssl rand -hex 32, set CATWING_TOKEN_KEY for every process that fetches, and keep a copy of it";

    private final SecureRandom random = new SecureRandom();

    /** By id; the first encrypts. */
    private final Map<String, SecretKeySpec> keys = new LinkedHashMap<>();

    /** The keys are no {@code @Value}, in which Spring would evaluate what looks like an expression. */
    @Autowired
    TokenKeys(Environment environment) {
        this(environment.getProperty("catwing.token.key", ""));
    }

    /** @param named separated by commas: the first encrypts, all decrypt */
    public TokenKeys(String named) {
        Arrays.stream(named.split(","))
                .map(String::strip)
                .filter(key -> !key.isEmpty())
                .forEach(key -> {
                    Secrets.register(key);
                    if (key.length() < SHORTEST) {
                        throw new AbortingFailure(
                                "CATWING_TOKEN_KEY holds a key of fewer than " + SHORTEST + " characters",
                                "make one by openssl rand -hex 32; several are separated by commas, the first encrypts");
                    }
                    byte[] derived = hmac(key, "catwing: key of stored tokens");
                    String id = HexFormat.of().formatHex(hmac(key, "catwing: id of a key"), 0, ID_BYTES);
                    keys.put(id, new SecretKeySpec(derived, "AES"));
                });
    }

    /** What was encrypted. @param bytes nonce, then the text and its tag */
    record Sealed(String keyId, byte[] bytes) {}

    /** @param context what it is, whose and which: it decrypts for the same alone */
    Sealed seal(String text, String context) {
        Map.Entry<String, SecretKeySpec> key = keys.entrySet().stream()
                .findFirst()
                .orElseThrow(() -> new QuarantinedFailure(
                        "CATWING_TOKEN_KEY is not set, and a refresh token is stored encrypted or not at all", HINT));
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key.getValue(), nonce, context)
                    .doFinal(text.getBytes(StandardCharsets.UTF_8));
            byte[] bytes = Arrays.copyOf(nonce, NONCE + sealed.length);
            System.arraycopy(sealed, 0, bytes, NONCE, sealed.length);
            return new Sealed(key.getKey(), bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES in GCM", e);
        }
    }

    /** Whether there is a key to encrypt with. @throws QuarantinedFailure if there is none */
    void require(String client) {
        if (keys.isEmpty()) {
            throw new QuarantinedFailure(
                    "CATWING_TOKEN_KEY is not set, and the login of " + client + " is stored encrypted or not at all",
                    HINT);
        }
    }

    /** @throws QuarantinedFailure if it was encrypted with another key, or is not what was encrypted */
    String open(String client, Sealed sealed, String context) {
        require(client);
        SecretKeySpec key = keys.get(sealed.keyId());
        if (key == null) {
            throw new QuarantinedFailure(
                    "the login of " + client + " is encrypted with the key " + sealed.keyId()
                            + ", which CATWING_TOKEN_KEY does not hold",
                    "add that key behind the present one, with a comma between; or log in anew by ./catwing login "
                            + client);
        }
        try {
            byte[] nonce = Arrays.copyOf(sealed.bytes(), NONCE);
            byte[] text = cipher(Cipher.DECRYPT_MODE, key, nonce, context)
                    .doFinal(sealed.bytes(), NONCE, sealed.bytes().length - NONCE);
            String opened = new String(text, StandardCharsets.UTF_8);
            Secrets.registerIssued(opened);
            return opened;
        } catch (AEADBadTagException | IllegalArgumentException | IndexOutOfBoundsException altered) {
            throw new QuarantinedFailure(
                    "the login of " + client + " in ops.login is not what was stored there",
                    "log in anew by ./catwing login " + client + ", and see who writes to that table");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES in GCM", e);
        }
    }

    private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, String context)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static byte[] hmac(String key, String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA256", e);
        }
    }

    /** Never the keys. */
    @Override
    public String toString() {
        return "keys " + keys.keySet();
    }
}
