package io.catwing.service;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.security.authentication.AccountStatusException;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Compares a password with a hash in turns, since each comparison costs a processor a tenth of a second and whoever reaches the port may
 * ask for one. The password that was right the last time, which programs send with each request, costs nothing.
 */
final class PasswordTurns implements PasswordEncoder {
    private static final int AT_ONCE = 2;
    private static final int MOST_WAITING = 20;

    private final PasswordEncoder encoder;
    private final Duration patience;
    private final Semaphore turns = new Semaphore(AT_ONCE, true);

    /** By hash, the password that was right, digested with a salt of this process. */
    private final Map<String, byte[]> right = new ConcurrentHashMap<>();

    private final byte[] salt = new byte[16];

    /** Too many are being compared. Of the kind after which Spring Security asks nobody else, which would be one more comparison. */
    static final class Busy extends AccountStatusException {
        private static final long serialVersionUID = 1;

        Busy() {
            super("too many sign in at once: try again in a second");
        }
    }

    /** @param patience for a turn */
    PasswordTurns(PasswordEncoder encoder, Duration patience) {
        this.encoder = encoder;
        this.patience = patience;
        new SecureRandom().nextBytes(salt);
    }

    /** @throws Busy where no turn comes in time */
    @Override
    public boolean matches(CharSequence password, String hash) {
        byte[] given = digest(password);
        if (MessageDigest.isEqual(given, right.get(hash))) {
            return true;
        }
        begin();
        try {
            boolean matches = encoder.matches(password, hash);
            if (matches) {
                right.put(hash, given);
            }
            return matches;
        } finally {
            end();
        }
    }

    void begin() {
        try {
            if (turns.getQueueLength() < MOST_WAITING && turns.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
        throw new Busy();
    }

    void end() {
        turns.release();
    }

    private byte[] digest(CharSequence password) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            return digest.digest(password.toString().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String encode(CharSequence password) {
        return encoder.encode(password);
    }
}
