package io.catwing.cli;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a browser does with forms and cookies; it follows no redirect. */
public final class Browser {
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final HttpClient http;
    private final String url;

    public Browser(String url) {
        this(url, HttpClient.newBuilder().cookieHandler(new CookieManager()).build());
    }

    /** @param http with cookies */
    Browser(String url, HttpClient http) {
        this.url = url;
        this.http = http;
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(page(path).build(), BodyHandlers.ofString());
    }

    public HttpResponse<String> signIn(String user, String password, String to)
            throws IOException, InterruptedException {
        return post(
                "/sign-in", "username=" + user + "&password=" + password + "&to=" + to + "&" + token(get("/sign-in")));
    }

    /** Posts a form of a page that it has loaded before. */
    public HttpResponse<String> submit(String path, String fields) throws IOException, InterruptedException {
        return post(path, fields + "&" + token(get("/")));
    }

    /** Posts as another site's page can: with the cookies, without the form's token. */
    public HttpResponse<String> post(String path, String fields) throws IOException, InterruptedException {
        return http.send(
                page(path)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Origin", url)
                        .POST(BodyPublishers.ofString(fields))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder page(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).header("Accept", "text/html,*/*;q=0.8");
    }

    private static String token(HttpResponse<String> page) {
        Matcher field = TOKEN.matcher(page.body());
        return field.find() ? "_csrf=" + field.group(1) : "";
    }
}
