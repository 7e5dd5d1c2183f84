package io.catwing.load.mapping;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Identifies keys by the SHA-256 of their bytes as PostgreSQL receives them. */
public final class KeyHash {
    private KeyHash() {}

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Of a key as COPY text, with its columns separated by tabs. */
    public static ByteBuffer of(MessageDigest sha256, byte[] bytes, int from, int to) {
        sha256.update(bytes, from, to - from);
        return ByteBuffer.wrap(sha256.digest());
    }
}
