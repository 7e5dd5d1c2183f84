package io.catwing.http;

import io.catwing.client.Auth;
import io.catwing.client.Client;
import io.catwing.login.StoredLogins;

/** Logs in where one client's ERP requires it. */
public final class Logins implements AutoCloseable {

    private final LoginClient http;
    private final StoredLogins stored;

    /** @param stored where refresh tokens are; null where no client has one */
    public Logins(Client client, StoredLogins stored) {
        this.http = new LoginClient(client);
        this.stored = stored;
    }

    LoginSource oauth2(Auth.OAuth2 oauth2) {
        return switch (oauth2.grant()) {
            case REFRESH_TOKEN -> new RefreshedLogin(http, oauth2, stored);
            case CLIENT_CREDENTIALS, PASSWORD, JWT_BEARER -> new GrantedLogin(http, oauth2);
        };
    }

    LoginSource session(Auth.Session session) {
        return new SessionLogin(http, session);
    }

    /**
     * Ends logins under way, and refuses further ones. Not those by a refresh token: with the answer, the next token would be lost. A logout
     * goes on.
     */
    public void cut() {
        boolean refreshed = http.client().erp().auth().bare() instanceof Auth.OAuth2 oauth2
                && oauth2.grant() == Auth.Grant.REFRESH_TOKEN;
        if (!refreshed) {
            http.cut();
        }
    }

    /** Closes the connections that no login uses at the moment. */
    public void closeIdle() {
        http.closeIdle();
    }

    @Override
    public void close() {
        http.close();
    }
}
