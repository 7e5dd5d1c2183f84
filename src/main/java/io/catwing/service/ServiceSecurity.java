package io.catwing.service;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;

/**
 * Everything but a bare health status wants a user: by password (HTTP Basic) or token. No cookie signs anybody in, so there is
 * nothing that another site's page could use.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
@EnableWebSecurity
class ServiceSecurity {
    private static final String[] BARE_HEALTH = {
        "/actuator/health", "/actuator/health/startup", "/actuator/health/liveness", "/actuator/health/readiness"
    };

    @Bean
    SecurityFilterChain signIn(HttpSecurity http, Accounts accounts) throws Exception {
        return http.authorizeHttpRequests(requests -> requests.requestMatchers(HttpMethod.GET, BARE_HEALTH)
                        .permitAll()
                        .requestMatchers(HttpMethod.GET)
                        .hasRole("VIEWER")
                        // Which command it is decides.
                        .requestMatchers(HttpMethod.POST, "/api/v1/commands")
                        .hasRole("VIEWER")
                        .anyRequest()
                        .hasRole("OPERATOR"))
                .userDetailsService(accounts)
                .httpBasic(basic -> basic.authenticationEntryPoint((request, response, refused) -> {
                    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"catwing\", charset=\"UTF-8\"");
                    problem(response, HttpServletResponse.SC_UNAUTHORIZED, "sign in with a password or a token");
                }))
                .exceptionHandling(handling -> handling.accessDeniedHandler((request, response, refused) ->
                        problem(response, HttpServletResponse.SC_FORBIDDEN, "a viewer may look, and change nothing")))
                .addFilterBefore(new TokenFilter(accounts), BasicAuthenticationFilter.class)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable())
                .logout(logout -> logout.disable())
                .requestCache(cache -> cache.disable())
                .build();
    }

    private static void problem(HttpServletResponse response, int status, String detail) throws IOException {
        response.setStatus(status);
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getWriter().print("{\"status\":" + status + ",\"detail\":\"" + detail + "\"}");
    }
}
