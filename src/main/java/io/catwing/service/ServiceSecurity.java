package io.catwing.service;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * Everything but a bare health status, the sign-in page and what it is made of wants a user. Programs send a password (HTTP
 * Basic) or a token with each request, and have no session. Browsers sign in by a form and have a session, and what they
 * change takes a CSRF token; where a provider of OpenID Connect is set, they may sign in there.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
@EnableWebSecurity
class ServiceSecurity {
    /** Nothing from elsewhere, nothing inline, in nobody's frame. */
    static final String CONTENT =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /** For a turn to have a password compared. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final String[] OPEN = {
        "/actuator/health",
        "/actuator/health/startup",
        "/actuator/health/liveness",
        "/actuator/health/readiness",
        SignIn.PAGE,
        "/assets/**"
    };

    @Bean
    @Order(1)
    SecurityFilterChain programs(HttpSecurity http, Accounts accounts) throws Exception {
        return rules(http, accounts)
                .securityMatcher(ServiceSecurity::isOfProgram)
                .httpBasic(basic -> basic.authenticationEntryPoint(SignIn::demand))
                .addFilterBefore(new TokenFilter(accounts), BasicAuthenticationFilter.class)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable())
                .logout(logout -> logout.disable())
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain browsers(
            HttpSecurity http, Accounts accounts, OidcSettings oidc, ObjectProvider<OidcSignIn> people)
            throws Exception {
        CookieCsrfTokenRepository tokens = new CookieCsrfTokenRepository();
        tokens.setCookieCustomizer(cookie -> cookie.sameSite("Strict"));
        oidc.check();
        if (oidc.on()) {
            http.oauth2Login(people.getObject()::configure);
        }
        return rules(http, accounts)
                .formLogin(form -> form.loginPage(SignIn.PAGE)
                        .successHandler(SignIn::welcome)
                        .failureHandler(SignIn::again))
                .logout(logout -> logout.logoutUrl("/sign-out").logoutSuccessUrl(SignIn.PAGE + "?out"))
                .csrf(csrf -> csrf.csrfTokenRepository(tokens).ignoringRequestMatchers(JolokiaRules::isOfOwnPage))
                .build();
    }

    @Bean
    PasswordTurns passwords() {
        return new PasswordTurns(PasswordEncoderFactories.createDelegatingPasswordEncoder(), PATIENCE);
    }

    @Bean
    BodyLimit bodyLimit() {
        return new BodyLimit();
    }

    @Bean
    @Lazy
    OidcProvider oidcProvider(OidcSettings settings) {
        return new OidcProvider(settings);
    }

    @Bean
    @Lazy
    OidcSignIn oidcSignIn(OidcSettings settings, OidcProvider provider, ObjectMapper json) {
        return new OidcSignIn(settings, provider, json);
    }

    /** A browser names the origin of a page that posts, and may have kept a password that it sends along with it. */
    private static boolean isOfProgram(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.AUTHORIZATION) != null && request.getHeader(HttpHeaders.ORIGIN) == null;
    }

    private static HttpSecurity rules(HttpSecurity http, Accounts accounts) throws Exception {
        // Errors and answers that go on are those of a request that was allowed; its session may have ended meanwhile.
        return http.authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                                .permitAll()
                                .requestMatchers(HttpMethod.GET, OPEN)
                                .permitAll()
                                // It would send requests to other servers.
                                .requestMatchers("/actuator/hawtio/proxy/**")
                                .denyAll()
                                .requestMatchers(HttpMethod.GET)
                                .hasRole("VIEWER")
                                // Which command it is decides.
                                .requestMatchers(HttpMethod.POST, "/api/v1/commands")
                                .hasRole("VIEWER")
                                // What is in it decides: JolokiaRules.
                                .requestMatchers(HttpMethod.POST, "/actuator/jolokia/**", "/actuator/hawtio/jolokia/**")
                                .hasRole("VIEWER")
                                .anyRequest()
                                .hasRole("OPERATOR"))
                .userDetailsService(accounts)
                .exceptionHandling(handling ->
                        handling.authenticationEntryPoint(SignIn::demand).accessDeniedHandler(SignIn::refuse))
                .headers(headers -> headers.contentSecurityPolicy(content -> content.policyDirectives(CONTENT))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                        .crossOriginOpenerPolicy(opener -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN)))
                .requestCache(cache -> cache.disable());
    }
}
