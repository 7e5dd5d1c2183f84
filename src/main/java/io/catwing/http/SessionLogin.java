package io.catwing.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.catwing.client.Auth;
import io.catwing.client.JqFunctions;
import io.catwing.client.Secret;
import io.catwing.client.Variable;
import io.catwing.client.Variables;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

/** The client's own login request, answered with a token or with cookies. */
record SessionLogin(LoginClient http, Auth.Session session) implements LoginSource {

    @Override
    public Login logIn(Login refused) {
        Variables variables = Variables.of(http.client())
                .with(Variable.USERNAME, Secret.reveal(session.username()))
                .with(Variable.PASSWORD, Secret.reveal(session.password()));
        HttpUriRequestBase request = http.request(session.login(), variables);
        URI address = URI.create(request.getScheme() + "://" + request.getAuthority());
        Instant renewAt = Instant.now().plus(session.renewAfter());
        return http.send(
                request,
                "login",
                (answer, body) -> session.token() == null
                        ? new Login("Cookie", cookies(answer, address), renewAt)
                        : new Login(session.header(), session.prefix() + token(answer, body, address), renewAt));
    }

    @Override
    public void logOut(Login login) {
        if (session.logout() != null) {
            http.logOut(login, session.logout());
        }
    }

    private String token(Answer answer, JsonNode body, URI address) {
        Auth.Token at = session.token();
        if (at.header() != null) {
            String token = answer.header(at.header());
            if (token == null || token.isEmpty()) {
                throw http.wrong("login", address, "answered without a header " + at.header());
            }
            return token;
        }
        if (at.jq() != null) {
            return composed(at.jq(), body, address);
        }
        JsonNode token = body.at(at.at());
        if (!token.isValueNode() || token.asText().isEmpty() || token.isNull()) {
            throw http.wrong("login", address, "answered without a token at '" + at.at() + "'");
        }
        return token.asText();
    }

    private String composed(String jq, JsonNode body, URI address) {
        try {
            List<JsonNode> results = JqFunctions.evaluate(JqFunctions.compile(jq), body);
            if (results.size() == 1
                    && results.get(0).isTextual()
                    && !results.get(0).textValue().isEmpty()) {
                return results.get(0).textValue();
            }
        } catch (JsonQueryException e) {
            // Its message may quote the answer.
            throw http.wrong("login", address, "answered with something for which token_jq fails");
        }
        throw http.wrong("login", address, "answered with something for which token_jq yields no text");
    }

    private String cookies(Answer answer, URI address) {
        String cookies = answer.headers("Set-Cookie").stream()
                .map(cookie -> cookie.split(";", 2)[0].strip())
                .collect(Collectors.joining("; "));
        if (cookies.isEmpty()) {
            throw http.wrong("login", address, "answered without a cookie");
        }
        return cookies;
    }
}
