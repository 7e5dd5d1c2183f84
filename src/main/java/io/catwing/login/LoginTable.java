package io.catwing.login;

import io.catwing.client.ClientId;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.failure.RetryableFailure;
import io.catwing.postgres.Sessions;
import io.catwing.postgres.SqlFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;

/** One client's row of {@code ops.login}, read and written on any connection. @param party whom its tokens are for */
record LoginTable(TokenKeys keys, ClientId client, String party) {

    /** @throws QuarantinedFailure if it is for another party, or cannot be decrypted */
    Optional<StoredLogin> read(Connection connection) throws SQLException {
        try (PreparedStatement read = prepare(connection, "read-login")) {
            read.setString(1, client.value());
            try (ResultSet row = read.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                if (!party.equals(row.getString("party"))) {
                    throw new QuarantinedFailure(
                            "the stored login of " + client
                                    + " is for another token_url or client_id than its file names",
                            "if the file is right, log in anew by ./catwing login " + client);
                }
                byte[] access = row.getBytes("access_token");
                String keyId = row.getString("key_id");
                return Optional.of(new StoredLogin(
                        row.getLong("version"),
                        open(keyId, row.getBytes("refresh_token"), "refresh"),
                        access == null ? null : open(keyId, access, "access"),
                        instant(row.getTimestamp("access_until")),
                        row.getInt("tries"),
                        instant(row.getTimestamp("tried_at"))));
            }
        }
    }

    /** What is to be stored, encrypted before it is known where. */
    record Sealed(TokenKeys.Sealed refresh, TokenKeys.Sealed access, Timestamp until) {}

    Sealed seal(String refresh, String access, Instant accessUntil) {
        return new Sealed(
                keys.seal(refresh, context("refresh")),
                keys.seal(access, context("access")),
                Timestamp.from(accessUntil));
    }

    /** A person's login takes the place of whatever is there. */
    void storeFirst(Connection connection, Sealed sealed) throws SQLException {
        try (PreparedStatement store = prepare(connection, "store-first")) {
            store.setString(1, client.value());
            store.setString(2, party);
            store.setString(3, sealed.refresh().keyId());
            store.setBytes(4, sealed.refresh().bytes());
            store.setBytes(5, sealed.access().bytes());
            store.setTimestamp(6, sealed.until());
            store.executeUpdate();
        }
    }

    /** @return false if the row is not that of {@code former} any more, or is held for a switch */
    boolean storeNext(Connection connection, StoredLogin former, Sealed sealed) throws SQLException {
        try (PreparedStatement store = prepare(connection, "store-next")) {
            store.setString(1, sealed.refresh().keyId());
            store.setBytes(2, sealed.refresh().bytes());
            store.setBytes(3, sealed.access().bytes());
            store.setTimestamp(4, sealed.until());
            store.setString(5, client.value());
            store.setLong(6, former.version());
            return store.executeUpdate() == 1;
        }
    }

    /** @return as {@link #storeNext} */
    boolean noteTry(Connection connection, StoredLogin login) throws SQLException {
        try (PreparedStatement note = prepare(connection, "note-try")) {
            note.setString(1, client.value());
            note.setLong(2, login.version());
            return note.executeUpdate() == 1;
        }
    }

    /** @return false if another session has the lock */
    boolean lock(Connection connection) throws SQLException {
        return ask(connection, "lock-client");
    }

    void unlock(Connection connection) throws SQLException {
        if (!ask(connection, "unlock-client")) {
            Sessions.tellLost("the login of " + client);
        }
    }

    private boolean ask(Connection connection, String sql) throws SQLException {
        try (PreparedStatement ask = prepare(connection, sql)) {
            ask.setString(1, client.value());
            try (ResultSet row = ask.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private String open(String keyId, byte[] bytes, String what) {
        return keys.open(client.value(), new TokenKeys.Sealed(keyId, bytes), context(what));
    }

    private String context(String what) {
        return client + " " + party + " " + what;
    }

    private static Instant instant(Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    static PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        return connection.prepareStatement(SqlFile.read("login/" + sql));
    }

    RetryableFailure gone(SQLException broken) {
        return new RetryableFailure(
                "the login of " + client + " cannot be read or stored: " + broken.getMessage(),
                "see that the database answers, then run the same command again",
                broken);
    }
}
