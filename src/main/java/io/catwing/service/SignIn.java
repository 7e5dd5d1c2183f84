package io.catwing.service;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The sign-in page, and what whoever is not signed in, or may not do something, is answered. */
@Controller
@ConditionalOnWebApplication
class SignIn {
    static final String PAGE = "/sign-in";

    private static final int TOO_MANY_REQUESTS = 429;

    /** Pages of this origin alone: a link must not sign somebody in and lead them elsewhere. */
    private static final Pattern OWN_PAGE = Pattern.compile("/(?![/\\\\])[\\x21-\\x7e&&[^\\\\]]*");

    private final OidcSettings oidc;

    SignIn(OidcSettings oidc) {
        this.oidc = oidc;
    }

    @GetMapping(PAGE)
    ModelAndView page(@RequestParam(defaultValue = "/") String to) {
        return new ModelAndView(
                "sign-in", Map.of("to", to, "passwords", oidc.passwords(), "provider", oidc.on() ? oidc.host() : ""));
    }

    /** Leads to the page that was asked for. */
    static void welcome(HttpServletRequest request, HttpServletResponse response, Authentication user)
            throws IOException {
        Object before = request.getAttribute(OidcRequests.TO);
        String to = before == null ? request.getParameter("to") : before.toString();
        response.sendRedirect(to != null && OWN_PAGE.matcher(to).matches() ? to : "/");
    }

    /** A browser that wants a page is led to the form; everything else is answered 401. */
    static void demand(HttpServletRequest request, HttpServletResponse response, AuthenticationException refused)
            throws IOException {
        if (refused instanceof PasswordTurns.Busy) {
            response.setHeader(HttpHeaders.RETRY_AFTER, "1");
            problem(response, TOO_MANY_REQUESTS, refused.getMessage());
            return;
        }
        if (wantsPage(request)) {
            String query = request.getQueryString();
            String to = request.getRequestURI() + (query == null ? "" : "?" + query);
            boolean known = request.getMethod().equals("GET") && !to.equals("/") && !to.startsWith(PAGE);
            response.sendRedirect(PAGE + (known ? "?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8) : ""));
            return;
        }
        // A browser would ask for a password in a window of its own, and send it with every request from then on.
        boolean browser = request.getHeader("Sec-Fetch-Mode") != null;
        response.setHeader(
                HttpHeaders.WWW_AUTHENTICATE,
                browser ? "Bearer realm=\"catwing\"" : "Basic realm=\"catwing\", charset=\"UTF-8\"");
        problem(response, HttpServletResponse.SC_UNAUTHORIZED, "sign in with a password or a token");
    }

    static void refuse(HttpServletRequest request, HttpServletResponse response, AccessDeniedException refused)
            throws IOException {
        if (SecurityContextHolder.getContext().getAuthentication() == null) {
            demand(request, response, null);
            return;
        }
        String detail = refused instanceof CsrfException
                ? "the form is out of date: load the page again"
                : "a viewer may look, and change nothing";
        if (wantsPage(request)) {
            request.setAttribute("detail", detail);
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        } else {
            problem(response, HttpServletResponse.SC_FORBIDDEN, detail);
        }
    }

    /** No session keeps what was wrong: anybody can sign in wrongly as often as they like, and a session stays for hours. */
    static void again(HttpServletRequest request, HttpServletResponse response, AuthenticationException refused)
            throws IOException {
        response.sendRedirect(PAGE + (refused instanceof PasswordTurns.Busy ? "?busy" : "?wrong"));
    }

    private static boolean wantsPage(HttpServletRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        String path = request.getRequestURI();
        return accept != null
                && accept.contains(MediaType.TEXT_HTML_VALUE)
                && !path.startsWith("/api/")
                && !path.startsWith("/actuator");
    }

    static void problem(HttpServletResponse response, int status, String detail) throws IOException {
        response.setStatus(status);
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().print("{\"status\":" + status + ",\"detail\":\"" + detail + "\"}");
    }
}
