package io.catwing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.util.UriComponentsBuilder;

/** Sign-in at a provider of OpenID Connect. */
class OidcIT {
    private static ServedDemo served;
    private static OidcIssuer issuer;

    private final Browser browser = new Browser(served.url());

    @BeforeAll
    static void start() {
        served = ServedDemo.shared();
        issuer = ServedDemo.issuer();
    }

    /** Follows the link of the sign-in page. @return what the provider is asked */
    private static Map<String, String> begin(Browser browser) throws Exception {
        return begin(browser, "/lake");
    }

    private static Map<String, String> begin(Browser browser, String page) throws Exception {
        HttpResponse<String> answer = browser.get("/sign-in/oidc?to=" + page);
        String to = answer.headers().firstValue("Location").orElseThrow();
        assertThat(to).startsWith(issuer.url() + "/authorize?");
        return UriComponentsBuilder.fromUriString(to)
                .build(true)
                .getQueryParams()
                .toSingleValueMap();
    }

    private static HttpResponse<String> comeBack(Browser browser, String state, JWTClaimsSet claims, RSAKey key)
            throws Exception {
        String code = UUID.randomUUID().toString();
        issuer.gives(code, claims, key);
        return browser.get("/sign-in/oidc/callback?code=" + code + "&state=" + state);
    }

    private HttpResponse<String> signIn(String... roles) throws Exception {
        Map<String, String> asked = begin(browser);
        return comeBack(
                browser,
                asked.get("state"),
                issuer.claims(asked.get("nonce"), roles).build(),
                issuer.key());
    }

    @Test
    void an_operator_of_the_provider_signs_in_beside_the_form_changes_something_under_a_name_and_signs_out()
            throws Exception {
        assertThat(browser.get("/sign-in?to=/lake").body())
                .contains("href=\"/sign-in/oidc?to=/lake\"", "Sign in with", "name=\"password\"");

        assertThat(signIn("admins", "something").headers().firstValue("Location"))
                .contains("/lake");

        assertThat(browser.get("/").body()).contains("oidc:anna", "Sign out");
        browser.submit("/routes/fetch-CW-000151/start", "");
        assertThat(JdbcClient.create(served.database().dataSource())
                        .sql("select command from ops.audit where who = 'oidc:anna'")
                        .query(String.class)
                        .list())
                .singleElement()
                .asString()
                .contains("fetch-CW-000151");
        assertThat(browser.submit("/sign-out", "").headers().firstValue("Location"))
                .contains("/sign-in?out");
        assertThat(browser.get("/").statusCode()).isEqualTo(302);
    }

    @Test
    void a_viewer_of_the_provider_looks_and_changes_nothing() throws Exception {
        assertThat(signIn("everybody").statusCode()).isEqualTo(302);

        assertThat(browser.get("/lake").statusCode()).isEqualTo(200);
        assertThat(browser.submit("/routes/fetch-CW-000151/stop", "").statusCode())
                .isEqualTo(403);
    }

    @Test
    void somebody_without_a_role_is_refused_with_a_sentence() throws Exception {
        HttpResponse<String> answer = signIn("retail", "operator", "viewer");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body())
                .contains(
                        "oidc:anna is neither an operator nor a viewer here",
                        "HINT: ask whoever looks after the accounts of localhost");
        assertThat(browser.get("/").statusCode()).isEqualTo(302);
    }

    @Test
    void a_token_with_a_wrong_signature_issuer_audience_nonce_or_time_signs_nobody_in() throws Exception {
        Map<String, JWTClaimsSet.Builder> wrong = new LinkedHashMap<>();
        wrong.put("issuer", issuer.claims("", "admins").issuer("https://login.example.com"));
        wrong.put("audience", issuer.claims("", "admins").audience("another-client"));
        wrong.put(
                "time",
                issuer.claims("", "admins")
                        .issueTime(Date.from(Instant.now().minusSeconds(900)))
                        .expirationTime(Date.from(Instant.now().minusSeconds(600))));
        wrong.put("signature", issuer.claims("", "admins"));
        wrong.put("nonce", issuer.claims("", "admins"));
        for (Map.Entry<String, JWTClaimsSet.Builder> token : wrong.entrySet()) {
            String what = token.getKey();
            Map<String, String> asked = begin(browser);
            String nonce = what.equals("nonce") ? "nonce-of-another-sign-in" : asked.get("nonce");

            HttpResponse<String> answer = comeBack(
                    browser,
                    asked.get("state"),
                    token.getValue().claim("nonce", nonce).build(),
                    what.equals("signature") ? OidcIssuer.newKey() : issuer.key());

            assertThat(answer.headers().firstValue("Location")).as(what).contains("/sign-in?refused");
            assertThat(browser.get("/").statusCode()).as(what).isEqualTo(302);
        }
        assertThat(browser.get("/sign-in?refused").body()).contains("That sign-in did not succeed");
    }

    @Test
    void an_answer_that_another_browser_asked_for_signs_nobody_in() throws Exception {
        Map<String, String> asked = begin(new Browser(served.url()));
        JWTClaimsSet claims = issuer.claims(asked.get("nonce"), "admins").build();

        for (Browser other : new Browser[] {browser, new Browser(served.url())}) {
            if (other == browser) {
                begin(other);
            }
            assertThat(comeBack(other, asked.get("state"), claims, issuer.key())
                            .headers()
                            .firstValue("Location"))
                    .contains("/sign-in?refused");
            assertThat(other.get("/").statusCode()).isEqualTo(302);
        }
    }

    @Test
    void a_link_to_the_provider_leads_whoever_signs_in_to_no_other_site() throws Exception {
        for (String elsewhere : List.of("//evil.example", "/%5Cevil.example", "https://evil.example", "/%0Aevil")) {
            Map<String, String> asked = begin(browser, elsewhere);
            JWTClaimsSet claims = issuer.claims(asked.get("nonce"), "everybody").build();

            assertThat(comeBack(browser, asked.get("state"), claims, issuer.key())
                            .headers()
                            .firstValue("Location"))
                    .as(elsewhere)
                    .contains("/");
        }
    }

    @Test
    void a_code_that_the_provider_does_not_know_signs_nobody_in() throws Exception {
        Map<String, String> asked = begin(browser);

        HttpResponse<String> answer = browser.get("/sign-in/oidc/callback?code=of-nobody&state=" + asked.get("state"));

        assertThat(answer.headers().firstValue("Location")).contains("/sign-in?refused");
        assertThat(browser.get("/").statusCode()).isEqualTo(302);
    }

    @Test
    void the_code_is_of_use_to_nobody_else() throws Exception {
        Map<String, String> asked = begin(browser);
        assertThat(asked).containsEntry("code_challenge_method", "S256").containsEntry("scope", "openid%20profile");
        String code = UUID.randomUUID().toString();
        issuer.gives(code, issuer.claims(asked.get("nonce"), "everybody").build(), issuer.key());

        browser.get("/sign-in/oidc/callback?code=" + code + "&state=" + asked.get("state"));

        String verifier = issuer.asked(code).replaceFirst(".*code_verifier=([^&]+).*", "$1");
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
        assertThat(asked)
                .containsEntry(
                        "code_challenge",
                        Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
    }

    @Test
    void whatever_somebody_is_called_it_is_printable_text_and_none_of_the_services_own_users() throws Exception {
        Map<String, String> asked = begin(browser);
        JWTClaimsSet claims = issuer.claims(asked.get("nonce"), "everybody")
                .claim("preferred_username", "operator\n\u202e<b>")
                .build();

        comeBack(browser, asked.get("state"), claims, issuer.key());

        assertThat(browser.get("/").body()).contains(">oidc:operator \uFFFD&lt;b&gt;<");
    }
}
