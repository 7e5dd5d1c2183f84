package io.catwing.service;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Base64;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.crypto.keygen.Base64StringKeyGenerator;
import org.springframework.security.crypto.keygen.StringKeyGenerator;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.web.util.WebUtils;

/**
 * Who has been sent to the provider and is not back yet, by a cookie: whoever comes back in another browser has not been
 * sent. In no session: anybody can begin to sign in, and a session stays for hours.
 */
final class OidcRequests implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {
    /** The request attribute with the page that was asked for. */
    static final String TO = OidcRequests.class.getName();

    private static final String COOKIE = "catwing-sign-in";
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** The oldest go first. */
    private static final int MOST = 1000;

    private static final int LONGEST_PAGE = 2000;

    private final StringKeyGenerator keys =
            new Base64StringKeyGenerator(Base64.getUrlEncoder().withoutPadding(), 32);
    private final Cache<String, Sent> sent =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(LONGEST).build();

    private record Sent(OAuth2AuthorizationRequest request, String to) {}

    @Override
    public void saveAuthorizationRequest(
            OAuth2AuthorizationRequest begun, HttpServletRequest request, HttpServletResponse response) {
        String to = request.getParameter("to");
        String key = keys.generateKey();
        sent.put(key, new Sent(begun, to == null || to.length() > LONGEST_PAGE ? "/" : to));
        response.addHeader(HttpHeaders.SET_COOKIE, cookie(request, key, LONGEST));
    }

    @Override
    public OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
        Cookie cookie = WebUtils.getCookie(request, COOKIE);
        Sent found = cookie == null ? null : sent.getIfPresent(cookie.getValue());
        return found == null ? null : found.request();
    }

    @Override
    public OAuth2AuthorizationRequest removeAuthorizationRequest(
            HttpServletRequest request, HttpServletResponse response) {
        Cookie cookie = WebUtils.getCookie(request, COOKIE);
        Sent found = cookie == null ? null : sent.asMap().remove(cookie.getValue());
        if (found == null) {
            return null;
        }
        response.addHeader(HttpHeaders.SET_COOKIE, cookie(request, "", Duration.ZERO));
        request.setAttribute(TO, found.to());
        return found.request();
    }

    private static String cookie(HttpServletRequest request, String value, Duration age) {
        return ResponseCookie.from(COOKIE, value)
                .path(OidcSignIn.CALLBACK)
                .maxAge(age)
                .httpOnly(true)
                // The provider's page leads back.
                .sameSite("Lax")
                .secure(request.isSecure()
                        || request.getServletContext().getSessionCookieConfig().isSecure())
                .build()
                .toString();
    }
}
