package io.catwing.login;

import io.catwing.failure.RetryableFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client's login that no other process exchanges until this is closed. */
public final class HeldLogin implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HeldLogin.class);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /** For which a token that came is kept trying to be stored, while the database is away. */
    private static final Duration TO_STORE = Duration.ofMinutes(2);

    private final LoginTable table;
    private final LockSession.Lock lock;
    private final DataSource database;

    HeldLogin(LoginTable table, LockSession.Lock lock, DataSource database) {
        this.table = table;
        this.lock = lock;
        this.database = database;
    }

    /** As {@link StoredLogins#read}. */
    public Optional<StoredLogin> read() {
        try {
            return lock.with(table::read);
        } catch (SQLException broken) {
            throw table.gone(broken);
        }
    }

    /** Before the refresh token is sent: whoever reads the row later knows that it may have been used. */
    public void tries(StoredLogin login) {
        try {
            if (!lock.with(session -> table.noteTry(session, login))) {
                throw new RetryableFailure(
                        "the login of " + table.client() + " is being taken to another database",
                        "wait for the switch to end, then run the same command again");
            }
        } catch (SQLException broken) {
            throw table.gone(broken);
        }
    }

    /**
     * Stores what came, in one commit, before anybody uses it. Goes on trying while the database is away, also when the process
     * is told to stop: the ERP may have forgotten the former token already.
     *
     * @return what is stored by then: another process's, if the database had ended our lock meanwhile
     * @throws RetryableFailure if the database stays away
     */
    public StoredLogin store(StoredLogin former, String refresh, String access, Instant accessUntil) {
        LoginTable.Sealed sealed = table.seal(refresh, access, accessUntil);
        StoredLogin stored = new StoredLogin(former.version() + 1, refresh, access, accessUntil, 0, null);
        try {
            if (lock.with(session -> table.storeNext(session, former, sealed))) {
                return stored;
            }
        } catch (SQLException broken) {
            LOG.warn("the new login of {} is not stored yet: {}", table.client(), broken.getMessage());
        }
        boolean interrupted = false;
        Duration pause = PAUSE;
        long end = System.nanoTime() + TO_STORE.toNanos();
        try {
            while (System.nanoTime() < end) {
                Optional<StoredLogin> done = onAnother(former, sealed, stored);
                if (done.isPresent()) {
                    return done.get();
                }
                try {
                    TimeUnit.MILLISECONDS.sleep(pause.toMillis());
                } catch (InterruptedException told) {
                    interrupted = true;
                }
                pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        throw new RetryableFailure(
                "the new login of " + table.client() + " could not be stored within " + TO_STORE.toSeconds()
                        + " seconds",
                "see that the database answers, then run the same command again; if the ERP then refuses the older"
                        + " token, log in anew by ./catwing login " + table.client());
    }

    /** On a new connection: the database of our name may be another one by now, to which the row was taken. */
    private Optional<StoredLogin> onAnother(StoredLogin former, LoginTable.Sealed sealed, StoredLogin stored) {
        try (Connection another = database.getConnection()) {
            if (table.storeNext(another, former, sealed)) {
                return Optional.of(stored);
            }
            return table.read(another).filter(now -> now.version() != former.version());
        } catch (SQLException broken) {
            LOG.warn("the new login of {} is not stored yet: {}", table.client(), broken.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        lock.close();
    }
}
