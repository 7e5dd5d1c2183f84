package io.catwing.http;

import io.catwing.client.Auth;
import io.catwing.client.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;

/** Adds a client's credentials to a request, below Camel: no message, header or URL that Camel sees ever contains them. */
public interface Authentication {

    /** Nothing to renew: a 401 is final. */
    Object FIXED = new Object();

    /**
     * Adds what is currently valid.
     *
     * @return an identifier of what was added, for {@link #renew}; {@link #FIXED} if it cannot be renewed
     */
    Object add(ClassicHttpRequest request);

    /** The ERP refused what was added. @param refused the identifier */
    default void renew(Object refused) {}

    /** Nothing is requested for now: a login that has to be ended is. Never fails. */
    default void end() {}

    /** @param logins of those that have to log in first */
    static Authentication of(Auth auth, Logins logins) {
        if (auth instanceof Auth.AndMore more) {
            return and(of(more.auth(), logins), more);
        }
        if (auth instanceof Auth.ApiKey key) {
            return key.query() ? inQuery(key) : inHeader(key.name(), "", key.value());
        }
        if (auth instanceof Auth.Bearer bearer) {
            return inHeader(HttpHeaders.AUTHORIZATION, "Bearer ", bearer.token());
        }
        if (auth instanceof Auth.Basic basic) {
            return request -> {
                request.setHeader(
                        HttpHeaders.AUTHORIZATION, basic(basic.username().reveal(), Secret.reveal(basic.password())));
                return FIXED;
            };
        }
        if (auth instanceof Auth.OAuth2 oauth2) {
            return new RenewedAuthentication(logins.oauth2(oauth2));
        }
        if (auth instanceof Auth.Session session) {
            return new RenewedAuthentication(logins.session(session));
        }
        return request -> FIXED;
    }

    /** The value of a Basic header, in UTF-8 (RFC 7617). */
    static String basic(String username, String password) {
        byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    private static Authentication inHeader(String name, String prefix, Secret value) {
        return request -> {
            request.setHeader(name, prefix + value.reveal());
            return FIXED;
        };
    }

    private static Authentication inQuery(Auth.ApiKey key) {
        return request -> {
            addToQuery(request, key.name(), key.value());
            return FIXED;
        };
    }

    private static void addToQuery(HttpRequest request, String name, Secret value) {
        String path = request.getPath();
        request.setPath(path
                + (path.indexOf('?') < 0 ? '?' : '&')
                + Addresses.encodeQuery(name)
                + '='
                + Addresses.encodeQuery(value.reveal()));
    }

    /** Adds those beside others, which are the same whatever became of a login. */
    static void addBeside(Auth auth, HttpRequest request) {
        auth.headersBeside().forEach((name, value) -> request.setHeader(name, value.reveal()));
        auth.queryBeside().forEach((name, value) -> addToQuery(request, name, value));
    }

    private static Authentication and(Authentication first, Auth.AndMore more) {
        return new Authentication() {
            @Override
            public Object add(ClassicHttpRequest request) {
                addBeside(more, request);
                return first.add(request);
            }

            @Override
            public void renew(Object refused) {
                first.renew(refused);
            }

            @Override
            public void end() {
                first.end();
            }
        };
    }
}
