package io.catwing.http;

import io.catwing.client.Auth;
import io.catwing.client.Secret;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A token that is asked for anew each time: client credentials, a user's password, or a signed assertion. */
record GrantedLogin(LoginClient http, Auth.OAuth2 oauth2) implements LoginSource {

    @Override
    public Login logIn(Login refused) {
        TokenEndpoint endpoint = new TokenEndpoint(http, oauth2);
        Instant asked = Instant.now();
        TokenEndpoint.Tokens tokens = endpoint.ask(grant());
        return new Login(oauth2.header(), oauth2.prefix() + tokens.access(), asked.plus(endpoint.use(tokens.life())));
    }

    private Map<String, String> grant() {
        Map<String, String> form = new LinkedHashMap<>();
        if (oauth2.grant() == Auth.Grant.JWT_BEARER) {
            form.put("grant_type", SignedAssertion.GRANT);
            form.put("assertion", SignedAssertion.of(oauth2));
            return form;
        }
        form.put("grant_type", oauth2.grant().word());
        if (oauth2.grant() == Auth.Grant.PASSWORD) {
            form.put("username", oauth2.username().reveal());
            form.put("password", Secret.reveal(oauth2.password()));
        }
        return form;
    }

    @Override
    public void logOut(Login login) {
        if (oauth2.logout() != null) {
            http.logOut(login, oauth2.logout());
        }
    }
}
