package io.catwing.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwing.failure.PrintableText;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.client.OAuth2LoginConfigurer;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.userinfo.DefaultOAuth2UserService;
import org.springframework.security.oauth2.client.web.HttpSessionOAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/**
 * Sign-in at a provider of OpenID Connect, by the code flow with state, nonce and PKCE. Whoever has none of the values that
 * make an operator or a viewer is answered 403.
 */
final class OidcSignIn {
    static final String BEGIN = SignIn.PAGE + "/" + OidcProvider.ID;
    static final String CALLBACK = BEGIN + "/callback";

    private static final Logger LOG = LoggerFactory.getLogger(OidcSignIn.class);
    private static final String NO_ROLE = "no_role";
    private static final int LONGEST_REASON = 300;

    private final OidcSettings settings;
    private final OidcProvider provider;
    private final ObjectMapper json;
    private final OidcUserService users = new OidcUserService();

    OidcSignIn(OidcSettings settings, OidcProvider provider, ObjectMapper json) {
        this.settings = settings;
        this.provider = provider;
        this.json = json;
        RestTemplate rest = new RestTemplate(OidcProvider.requests());
        rest.setErrorHandler(new OAuth2ErrorResponseErrorHandler());
        DefaultOAuth2UserService claims = new DefaultOAuth2UserService();
        claims.setRestOperations(rest);
        users.setOauth2UserService(claims);
    }

    void configure(OAuth2LoginConfigurer<HttpSecurity> login) {
        RestClientAuthorizationCodeTokenResponseClient tokens = new RestClientAuthorizationCodeTokenResponseClient();
        tokens.setRestClient(RestClient.builder()
                .requestFactory(OidcProvider.requests())
                .messageConverters(converters -> {
                    converters.clear();
                    converters.add(new FormHttpMessageConverter());
                    converters.add(new OAuth2AccessTokenResponseHttpMessageConverter());
                })
                .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
                .build());
        login.loginPage(SignIn.PAGE)
                .clientRegistrationRepository(provider)
                .authorizedClientRepository(new HttpSessionOAuth2AuthorizedClientRepository())
                .authorizationEndpoint(
                        begin -> begin.baseUri(SignIn.PAGE).authorizationRequestRepository(new OidcRequests()))
                .redirectionEndpoint(end -> end.baseUri(CALLBACK))
                .tokenEndpoint(token -> token.accessTokenResponseClient(tokens))
                .userInfoEndpoint(user -> user.oidcUserService(this::admit))
                .successHandler(SignIn::welcome)
                .failureHandler(this::refuse)
                .withObjectPostProcessor(new ObjectPostProcessor<OAuth2AuthorizationRequestRedirectFilter>() {
                    @Override
                    public <F extends OAuth2AuthorizationRequestRedirectFilter> F postProcess(F filter) {
                        filter.setAuthenticationFailureHandler(OidcSignIn.this::refuse);
                        return filter;
                    }
                });
    }

    private OidcUser admit(OidcUserRequest request) {
        OidcUser user = users.loadUser(request);
        Set<String> values = values(user);
        boolean operator = settings.operator().stream().anyMatch(values::contains);
        String name = OidcPerson.nameOf(user);
        if (!operator && settings.viewer().stream().noneMatch(values::contains)) {
            throw new OAuth2AuthenticationException(
                    new OAuth2Error(NO_ROLE),
                    name + " is neither an operator nor a viewer here\nHINT: ask whoever looks after the accounts of "
                            + settings.host());
        }
        LOG.info(
                "{} signed in as {}, subject {}",
                name,
                operator ? "operator" : "viewer",
                PrintableText.clean(user.getSubject(), LONGEST_REASON));
        return new OidcPerson(user, operator);
    }

    private Set<String> values(OidcUser user) {
        JsonNode claims = json.valueToTree(user.getClaims());
        JsonNode claim = settings.rolesClaim().startsWith("/")
                ? claims.at(settings.rolesClaim())
                : claims.path(settings.rolesClaim());
        Set<String> values = new HashSet<>();
        for (JsonNode value : claim.isArray() ? claim : List.of(claim)) {
            if (value.isTextual()) {
                values.add(value.asText());
            }
        }
        return values;
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, AuthenticationException refused)
            throws IOException {
        String code = refused instanceof OAuth2AuthenticationException oauth
                ? oauth.getError().getErrorCode()
                : "";
        LOG.warn(
                "sign-in by {} refused: {}",
                settings.host(),
                PrintableText.clean(refused.getMessage(), LONGEST_REASON));
        if (code.equals(NO_ROLE)) {
            request.setAttribute("detail", refused.getMessage());
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        } else {
            response.sendRedirect(SignIn.PAGE + "?refused");
        }
    }
}
