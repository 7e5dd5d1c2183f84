package io.catwing.http;

import java.time.Clock;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.apache.hc.core5.http.ClassicHttpRequest;

/**
 * A login that is kept and renewed before it expires and when it is refused. However many requests need it at once, one of
 * them logs in and the others wait for it.
 */
final class RenewedAuthentication implements Authentication {

    private final Supplier<Login> source;
    private final InstantSource clock;
    private Login login;

    RenewedAuthentication(Supplier<Login> source) {
        this(source, Clock.systemUTC());
    }

    RenewedAuthentication(Supplier<Login> source, InstantSource clock) {
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
    public synchronized void renew(Object refused) {
        if (login == refused) {
            login = null;
        }
    }

    private synchronized Login current() {
        if (login == null || !clock.instant().isBefore(login.renewAt())) {
            login = source.get();
        }
        return login;
    }
}
