package io.catwing.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.failure.AbortingFailure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.mock.env.MockEnvironment;

class OidcSettingsTest {
    private static OidcSettings settings(String issuer, String secret, String... operators) {
        return new OidcSettings(
                issuer, "catwing", secret, "groups", List.of(operators), List.of(), List.of("openid"), "", false);
    }

    @Test
    void an_issuer_that_somebody_could_listen_to_is_refused() {
        for (String issuer : List.of("http://login.example.com", "ftp://localhost", "login.example.com", "https://")) {
            assertThatThrownBy(() -> settings(issuer, "secret", "ops").check())
                    .as(issuer)
                    .isInstanceOf(AbortingFailure.class)
                    .hasMessage(
                            "CATWING_OIDC_ISSUER is '" + issuer
                                    + "': who listens in between could sign in as anybody\nHINT: use the provider's https:// URL");
        }
        for (String issuer : List.of("https://login.example.com/realms/retail", "http://127.0.0.1:8180")) {
            assertThatCode(() -> settings(issuer, "secret", "ops").check())
                    .as(issuer)
                    .doesNotThrowAnyException();
        }
    }

    private static OidcSettings read(Map<String, Object> environment) {
        MockEnvironment all = new MockEnvironment();
        all.getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, environment));
        return Binder.get(all).bindOrCreate("catwing.oidc", OidcSettings.class);
    }

    @Test
    void each_setting_has_the_variable_that_the_documents_name() {
        assertThat(read(Map.of(
                        "CATWING_OIDC_ISSUER", "https://login.example.com",
                        "CATWING_OIDC_CLIENT_ID", "catwing",
                        "CATWING_OIDC_CLIENT_SECRET", "secret",
                        "CATWING_OIDC_ROLES_CLAIM", "/realm_access/roles",
                        "CATWING_OIDC_OPERATOR", "ops,admins",
                        "CATWING_OIDC_VIEWER_0", "everybody, even you",
                        "CATWING_OIDC_SCOPES", "openid,groups",
                        "CATWING_OIDC_URL", "https://catwing.example.com",
                        "CATWING_OIDC_ONLY", "true")))
                .isEqualTo(new OidcSettings(
                        "https://login.example.com",
                        "catwing",
                        "secret",
                        "/realm_access/roles",
                        List.of("ops", "admins"),
                        List.of("everybody, even you"),
                        List.of("openid", "groups"),
                        "https://catwing.example.com",
                        true));
    }

    @Test
    void what_is_missing_is_told_at_start() {
        assertThatThrownBy(
                        () -> settings("https://login.example.com", "", "ops").check())
                .hasMessageStartingWith(
                        "CATWING_OIDC_ISSUER is set, and the client's id or its secret is not\nHINT: set"
                                + " CATWING_OIDC_CLIENT_ID");
        assertThatThrownBy(() -> settings("https://login.example.com", "secret").check())
                .hasMessageStartingWith(
                        "CATWING_OIDC_ISSUER is set, and nobody may sign in by it\nHINT: set CATWING_OIDC_OPERATOR");
        assertThatThrownBy(() -> read(Map.of("CATWING_OIDC_ONLY", "true")).check())
                .hasMessageStartingWith("CATWING_OIDC_ONLY is true, and CATWING_OIDC_ISSUER is not set\nHINT: ");
        assertThatCode(() -> read(Map.of()).check()).doesNotThrowAnyException();
    }
}
