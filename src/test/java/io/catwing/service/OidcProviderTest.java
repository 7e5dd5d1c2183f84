package io.catwing.service;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.web.client.RestClientException;

class OidcProviderTest {
    private static final String METADATA = "/realms/retail/.well-known/openid-configuration";

    @RegisterExtension
    final WireMockExtension http = WireMockExtension.newInstance()
            .options(WireMockConfiguration.options().dynamicPort())
            .build();

    private OidcProvider provider(String url) {
        return new OidcProvider(new OidcSettings(
                issuer(),
                "catwing",
                "secret-of-the-client",
                "groups",
                List.of("ops"),
                List.of(),
                List.of("openid"),
                url,
                false));
    }

    private String issuer() {
        return http.baseUrl() + "/realms/retail";
    }

    private void says(String issuer) {
        http.stubFor(get(METADATA)
                .willReturn(okJson(
                        """
                        {"issuer": "%1$s", "authorization_endpoint": "%2$s/authorize", "token_endpoint": "%2$s/token",
                         "jwks_uri": "%2$s/keys", "subject_types_supported": ["public"]}
                        """
                                .formatted(issuer, issuer()))));
    }

    @Test
    void one_that_was_down_is_asked_again_by_whoever_signs_in_next() {
        OidcProvider provider = provider("");
        http.stubFor(get(METADATA).willReturn(serverError()));
        assertThatThrownBy(() -> provider.findByRegistrationId("oidc")).isInstanceOf(RestClientException.class);
        says(issuer());

        ClientRegistration found = provider.findByRegistrationId("oidc");

        assertThat(found.getProviderDetails().getTokenUri()).isEqualTo(issuer() + "/token");
        assertThat(found.getRedirectUri()).isEqualTo("{baseUrl}/sign-in/oidc/callback");
        assertThat(provider.findByRegistrationId("another")).isNull();
    }

    @Test
    void one_that_says_that_it_is_another_is_not_believed() {
        says("https://login.example.com");

        assertThatThrownBy(() -> provider("").findByRegistrationId("oidc"))
                .hasMessage("the issuer " + issuer() + " says that it is https://login.example.com");
    }

    @Test
    void behind_a_proxy_people_are_led_back_to_the_address_that_browsers_know() {
        says(issuer());

        assertThat(provider("https://catwing.example.com/")
                        .findByRegistrationId("oidc")
                        .getRedirectUri())
                .isEqualTo("https://catwing.example.com/sign-in/oidc/callback");
    }
}
