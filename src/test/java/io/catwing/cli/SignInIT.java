package io.catwing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Browsers at the service: a form, a session, and tokens against other sites' pages. */
class SignInIT {
    private static final String PASSWORD = ServedDemo.PASSWORD;

    private static String url;
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        url = ServedDemo.shared().url();
    }

    @Test
    void a_browser_without_a_session_is_led_to_the_form_by_pages_and_by_nothing_else() throws Exception {
        Browser browser = new Browser(url);
        assertThat(browser.get("/lake?page=2").headers().firstValue("Location"))
                .contains("/sign-in?to=%2Flake%3Fpage%3D2");
        for (String path : List.of("/api/v1/commands", "/actuator", "/actuator/prometheus")) {
            HttpResponse<String> answer = browser.get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(401);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        }
        for (String asset : List.of("page.css", "page.js", "icon.svg")) {
            assertThat(browser.get("/assets/" + asset).statusCode()).as(asset).isEqualTo(200);
        }
        assertThat(browser.get("/assets/../application.yaml").statusCode()).isNotEqualTo(200);
    }

    @Test
    void a_browser_signs_in_by_the_form_and_out_again() throws Exception {
        Browser browser = new Browser(url);
        assertThat(browser.post("/sign-in", "username=operator&password=" + PASSWORD)
                        .headers()
                        .firstValue("Location"))
                .as("without the form's token")
                .contains("/sign-in");
        assertThat(browser.signIn("operator", "wrong", "/").headers().firstValue("Location"))
                .contains("/sign-in?wrong");
        for (String elsewhere : List.of("//evil.example", "/%5Cevil.example", "https://evil.example", "/%0Aevil")) {
            assertThat(new Browser(url)
                            .signIn("operator", PASSWORD, elsewhere)
                            .headers()
                            .firstValue("Location"))
                    .as(elsewhere)
                    .contains("/");
        }

        HttpResponse<String> in = browser.signIn("operator", PASSWORD, "/lake");

        assertThat(in.headers().firstValue("Location")).contains("/lake");
        assertThat(in.headers().allValues("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie).matches("catwing=\\w+; Path=/; HttpOnly; SameSite=Lax"));
        HttpResponse<String> page = browser.get("/");
        assertThat(page.body()).contains("Sign out", "<nav");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self'")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(browser.submit("/sign-out", "").headers().firstValue("Location"))
                .contains("/sign-in?out");
        assertThat(browser.get("/").statusCode()).isEqualTo(302);
    }

    /** Each stays for hours, and anybody who reaches the port may ask for as many as they like. */
    @Test
    void only_whoever_signs_in_has_a_session() throws Exception {
        Browser browser = new Browser(url);
        List<HttpResponse<String>> answers = new ArrayList<>();
        for (String path : List.of(
                "/",
                "/lake?page=2",
                "/nothing-there",
                "/sign-in",
                "/sign-in?wrong",
                "/sign-in/oidc",
                "/sign-in/oidc/callback?code=any&state=any",
                "/sign-out",
                "/updates",
                "/assets/page.css",
                "/api/v1/runs",
                "/actuator/health",
                "/actuator/hawtio")) {
            answers.add(browser.get(path));
        }
        answers.add(browser.post("/sign-in", "username=operator&password=" + PASSWORD));
        answers.add(browser.signIn("operator", "wrong", "/"));
        answers.add(browser.signIn("nobody", "wrong", "/"));
        for (String authorization : List.of("Bearer wrong", ServedDemo.basic("operator", "wrong"))) {
            answers.add(http.send(
                    HttpRequest.newBuilder(URI.create(url + "/"))
                            .header("Authorization", authorization)
                            .build(),
                    BodyHandlers.ofString()));
        }

        assertThat(answers).allSatisfy(answer -> assertThat(answer.headers().allValues("Set-Cookie"))
                .as(answer.toString())
                .noneMatch(cookie -> cookie.startsWith("catwing=")));
        assertThat(browser.signIn("operator", PASSWORD, "/").headers().allValues("Set-Cookie"))
                .anyMatch(cookie -> cookie.startsWith("catwing="));
    }

    @Test
    void what_a_session_changes_takes_the_token_of_its_form() throws Exception {
        Browser browser = new Browser(url);
        browser.signIn("operator", PASSWORD, "/");

        assertThat(browser.post("/sign-out", "").statusCode()).isEqualTo(403);
        assertThat(browser.post("/api/v1/commands", "{}").statusCode()).isEqualTo(403);
        assertThat(browser.get("/").statusCode()).as("still signed in").isEqualTo(200);
        assertThat(http.send(
                                HttpRequest.newBuilder(URI.create(url + "/api/v1/commands"))
                                        .header("Authorization", ServedDemo.basic("operator", PASSWORD))
                                        .header("Origin", "https://evil.example")
                                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                        .build(),
                                BodyHandlers.ofString())
                        .statusCode())
                .as("a password that a browser kept, sent by another site's page")
                .isEqualTo(401);
    }
}
