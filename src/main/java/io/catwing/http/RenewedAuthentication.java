package io.catwing.http;

import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.hc.core5.http.ClassicHttpRequest;

/**
 * A login that is kept and renewed before it expires and when it is refused. However many requests need it at once, one of
 * them logs in and the others wait for it.
 */
final class RenewedAuthentication implements Authentication {

    /** With a request that only adds the login that is known. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final LoginSource source;
    private final InstantSource clock;
    private Login login;
    private Login refused;

    RenewedAuthentication(LoginSource source) {
        this(source, Clock.systemUTC());
    }

    RenewedAuthentication(LoginSource source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    @Override
    public Object add(ClassicHttpRequest request) {
        Login now = current();
        request.setHeader(now.header(), now.value());
        return now;
    }

    /** Does nothing if another request renewed it already. */
    @Override
    public void renew(Object refusedLogin) {
        lock.lock();
        try {
            if (login != null && login == refusedLogin) {
                refused = login;
                logOut();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The next request logs in again. A login that is under way is not waited for: it may take as long as an answer. */
    @Override
    public void end() {
        if (!isFree()) {
            return;
        }
        try {
            logOut();
        } finally {
            lock.unlock();
        }
    }

    private boolean isFree() {
        try {
            return lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            return lock.tryLock();
        }
    }

    private void logOut() {
        if (login != null) {
            Login ended = login;
            login = null;
            source.logOut(ended);
        }
    }

    private Login current() {
        lock.lock();
        try {
            if (login != null && !clock.instant().isBefore(login.renewAt())) {
                // Before the next login: an ERP may count them.
                logOut();
            }
            if (login == null) {
                login = source.logIn(refused);
                refused = null;
            }
            return login;
        } finally {
            lock.unlock();
        }
    }
}
