package io.catwing.http;

import java.time.Clock;
import java.time.InstantSource;
import org.apache.hc.core5.http.ClassicHttpRequest;

/**
 * A login that is kept and renewed before it expires and when it is refused. However many requests need it at once, one of
 * them logs in and the others wait for it.
 */
final class RenewedAuthentication implements Authentication {

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
    public synchronized void renew(Object refusedLogin) {
        if (login != null && login == refusedLogin) {
            refused = login;
            end();
        }
    }

    /** The next request logs in again. */
    @Override
    public synchronized void end() {
        if (login != null) {
            Login ended = login;
            login = null;
            source.logOut(ended);
        }
    }

    private synchronized Login current() {
        if (login != null && !clock.instant().isBefore(login.renewAt())) {
            // Before the next login: an ERP may count them.
            end();
        }
        if (login == null) {
            login = source.logIn(refused);
            refused = null;
        }
        return login;
    }
}
