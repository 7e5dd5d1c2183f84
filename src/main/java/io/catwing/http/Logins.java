package io.catwing.http;

import io.catwing.client.Auth;
import io.catwing.client.Client;

/** Logs in where one client's ERP requires it. */
public final class Logins implements AutoCloseable {

    private final LoginClient http;

    public Logins(Client client) {
        this.http = new LoginClient(client);
    }

    LoginSource oauth2(Auth.OAuth2 oauth2) {
        return new GrantedLogin(http, oauth2);
    }

    LoginSource session(Auth.Session session) {
        return new SessionLogin(http, session);
    }

    @Override
    public void close() {
        http.close();
    }
}
