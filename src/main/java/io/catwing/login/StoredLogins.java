package io.catwing.login;

import io.catwing.client.ClientId;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.failure.RetryableFailure;
import io.catwing.postgres.DatabaseAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/** The logins in {@code ops.login}. One process at a time exchanges a client's tokens; any may read them. */
@Component
public class StoredLogins {
    private final DataSource database;
    private final LockSession locks;
    private final TokenKeys keys;

    /** @param address of the same database, for the session that holds the locks */
    public StoredLogins(DataSource database, DatabaseAddress address, TokenKeys keys) {
        this.database = database;
        this.locks = new LockSession(address);
        this.keys = keys;
    }

    /** Whom tokens are for: they are sent nowhere else, whatever the client's file says by then. */
    public static String party(String tokenUrl, String oauthClient) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((tokenUrl + "\n" + oauthClient).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Whether logins can be stored at all. @throws QuarantinedFailure if there is no key */
    public void requireKey(ClientId client) {
        keys.require(client.value());
    }

    /**
     * What is stored at the moment; empty if nobody has logged in.
     *
     * @throws QuarantinedFailure if it is for another party, or cannot be decrypted
     */
    public Optional<StoredLogin> read(ClientId client, String party) {
        keys.require(client.value());
        LoginTable table = new LoginTable(keys, client, party);
        try (Connection connection = database.getConnection()) {
            return table.read(connection);
        } catch (SQLException broken) {
            throw table.gone(broken);
        }
    }

    /** A person's login, which takes the place of another one. @param accessUntil when access is to be replaced */
    public void begin(ClientId client, String party, String refresh, String access, Instant accessUntil) {
        LoginTable table = new LoginTable(keys, client, party);
        LoginTable.Sealed sealed = table.seal(refresh, access, accessUntil);
        try (Connection connection = database.getConnection()) {
            table.storeFirst(connection, sealed);
        } catch (SQLException broken) {
            throw table.gone(broken);
        }
    }

    /**
     * Waits until no other process exchanges the client's tokens, and keeps the others away until it is closed.
     *
     * @param patience with the others: a request of theirs may take its time
     * @throws RetryableFailure if they take longer, or the database is away
     */
    public HeldLogin hold(ClientId client, String party, Duration patience) {
        keys.require(client.value());
        LoginTable table = new LoginTable(keys, client, party);
        try {
            return locks.lock(table, patience)
                    .map(lock -> new HeldLogin(table, lock, database))
                    .orElseThrow(() -> new RetryableFailure(
                            "another process has been logging in to the ERP of " + client + " for "
                                    + patience.toSeconds() + " seconds",
                            "see by pg_locks (advisory) whose session it is, and end it if it hangs; then run the same"
                                    + " command again"));
        } catch (SQLException broken) {
            throw table.gone(broken);
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new RetryableFailure(
                    "the login of " + client + " was interrupted", "run the same command again", told);
        }
    }
}
