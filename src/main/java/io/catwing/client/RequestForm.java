package io.catwing.client;

import static io.catwing.client.yaml.Key.optional;
import static io.catwing.client.yaml.Key.required;
import static io.catwing.client.yaml.Located.located;
import static io.catwing.client.yaml.ObjectForm.object;

import io.catwing.client.yaml.Form;
import io.catwing.client.yaml.Key;
import io.catwing.client.yaml.Located;
import io.catwing.client.yaml.MapForm;
import io.catwing.client.yaml.ObjectForm;
import io.catwing.client.yaml.Refusal;
import io.catwing.client.yaml.Rule;
import io.catwing.client.yaml.Scalar;
import io.catwing.client.yaml.Values;
import io.catwing.failure.QuarantinedFailure;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code request:} the request, as a template. */
final class RequestForm {
    private static final Set<String> SECRET_NAMES = Set.of(
            "authorization",
            "proxyauthorization",
            "cookie",
            "xapikey",
            "apikey",
            "accesstoken",
            "token",
            "password",
            "secret",
            "clientsecret",
            "xauthtoken",
            "subscriptionkey",
            "ocpapimsubscriptionkey");
    private static final Pattern SECRET_IN_BODY =
            Pattern.compile("(?i)\"(api_?key|password|secret|client_secret|access_token)\"\\s*:\\s*\"(?!\\{\\{)[^\"]");

    private static final Scalar<String> PATH =
            Scalar.of("a path", Scalars.pattern("^(/([^/?#][^?#]*)?)?$"), (text, environment) -> path(text));
    private static final Scalar<String> BODY = Scalar.of("text", Scalars.type("string"), (text, environment) -> {
        if (SECRET_IN_BODY.matcher(text).find()) {
            throw Refusal.hidingText("holds what looks like a secret in clear", "say it below auth:");
        }
        return Scalars.TEMPLATE.parser().parse(text, environment);
    });
    private static final Form<Map<String, Located<String>>> QUERY_MAP =
            new MapForm<>(located(Scalars.TEMPLATE), RequestForm::checkName);
    private static final Form<Map<String, Located<String>>> HEADER_MAP =
            new MapForm<>(located(Scalars.TEMPLATE), RequestForm::checkHeader, HeaderName.PATTERN);

    private static final Key<Located<String>> METHOD = optional(
            "method",
            located(Scalars.oneOf("a method", "GET", "POST")),
            "GET or POST. GET where nothing says otherwise.");
    private static final Key<Located<String>> PATH_KEY =
            required("path", located(PATH), "Below the base address, beginning with a slash; may be ''. A template.");
    private static final Key<Map<String, Located<String>>> QUERY = optional(
            "query",
            QUERY_MAP,
            "Parameters, as templates. One that is exactly a variable without a value is left out.");
    private static final Key<Map<String, Located<String>>> HEADERS =
            optional("headers", HEADER_MAP, "Headers, as templates. Credentials go below auth.");
    private static final Key<Located<String>> BODY_KEY = optional(
            "body", located(BODY), "Of a POST, as a template; JSON unless a Content-Type header says otherwise.");

    private static final String WITH_NAME = "^[a-z][a-z0-9_]{0,62}$";
    private static final Key<Map<String, Located<String>>> WITH = optional(
            "with",
            new MapForm<>(located(Scalars.TEMPLATE), RequestForm::checkWith, WITH_NAME).valued(),
            "Values that its records get, by name, as templates; {with: name} in the mapping.");

    /** Of an entity, whose records may get values. */
    static final ObjectForm<RequestDraft> REQUEST = object(
            "request",
            "What is asked. Method, query and headers are merged over those of erp.request.",
            v -> draft(v).carrying(v.find(WITH).orElse(Map.of())),
            METHOD,
            PATH_KEY,
            QUERY,
            HEADERS,
            BODY_KEY,
            WITH);
    /** Of what an entity asks besides. */
    static final ObjectForm<RequestDraft> FURTHER = object(
            "further_request",
            "What is asked besides. Headers are merged over those of erp.request.",
            RequestForm::draft,
            METHOD,
            PATH_KEY,
            QUERY,
            HEADERS,
            BODY_KEY);

    private static final Key<Located<String>> ENDING_METHOD = optional(
            "method",
            located(Scalars.oneOf("a method", "DELETE", "POST", "PUT", "GET")),
            "DELETE where nothing says otherwise.");
    /** Of what ends something at the ERP. */
    static final ObjectForm<RequestDraft> ENDING = object(
            "ending_request",
            "A request that ends something at the ERP. Headers are merged over those of erp.request.",
            v -> new RequestDraft(
                            v.node(),
                            v.get(ENDING_METHOD),
                            v.get(PATH_KEY),
                            v.find(QUERY).orElse(Map.of()),
                            v.find(HEADERS).orElse(Map.of()),
                            v.get(BODY_KEY),
                            Map.of())
                    .orMethod("DELETE"),
            ENDING_METHOD,
            PATH_KEY,
            QUERY,
            HEADERS,
            BODY_KEY);

    private static final Key<URI> URL = optional(
            "url", References.SAFE_ADDRESS, "Its address on another server than erp.url, in place of path; https.");
    private static final Key<Located<String>> PATH_OR_URL =
            optional("path", located(PATH), "Below erp.url, beginning with a slash; may be ''. A template.");

    /** A request of a login that has not been checked yet. @param url null: it goes below erp.url */
    record Login(URI url, RequestDraft request) {}

    static final ObjectForm<Login> LOGIN = login("login", "A login request; POST where nothing says otherwise.");
    static final ObjectForm<Login> LOGOUT =
            login("logout", "A logout request; POST where nothing says otherwise. The login's header goes with it.");
    static final ObjectForm<RequestDraft> DEFAULTS = object(
            "request_defaults",
            "What every request of an entity begins with.",
            RequestForm::draft,
            METHOD,
            QUERY,
            HEADERS);

    private RequestForm() {}

    private static ObjectForm<Login> login(String name, String description) {
        return object(name, description, RequestForm::login, METHOD, URL, PATH_OR_URL, QUERY, HEADERS, BODY_KEY)
                .with(Rule.exactlyOne(PATH_OR_URL, URL));
    }

    private static Login login(Values v) {
        Located<String> path = v.find(PATH_OR_URL).orElse(new Located<>(v.node(), ""));
        return new Login(
                v.get(URL),
                new RequestDraft(
                                v.node(),
                                v.get(METHOD),
                                path,
                                v.find(QUERY).orElse(Map.of()),
                                v.find(HEADERS).orElse(Map.of()),
                                v.get(BODY_KEY),
                                Map.of())
                        .orMethod("POST"));
    }

    private static RequestDraft draft(Values v) {
        return new RequestDraft(
                v.node(),
                v.get(METHOD),
                v.get(PATH_KEY),
                v.find(QUERY).orElse(Map.of()),
                v.find(HEADERS).orElse(Map.of()),
                v.get(BODY_KEY),
                Map.of());
    }

    private static void checkWith(String name, Located<String> value) throws Refusal {
        if (!name.matches(WITH_NAME)) {
            throw new Refusal(
                    "is not the name of a value",
                    "a name has at most 63 small letters, digits and _, and begins with a letter, such as location");
        }
    }

    private static String path(String text) throws Refusal {
        if (!text.isEmpty() && (!text.startsWith("/") || text.startsWith("//"))) {
            throw new Refusal("is not a path", "paths begin with one slash and go below the ERP's url");
        }
        if (text.contains("?") || text.contains("#")) {
            throw new Refusal("holds a query or fragment", "parameters go below query:");
        }
        try {
            String path = Template.compile(text)
                    .render(RequestCheck.SAMPLE, Place.PATH)
                    .orElse("/");
            new URI("http://erp" + path);
        } catch (QuarantinedFailure climbs) {
            throw new Refusal("climbs out of the ERP's url", "write it without . and .. segments");
        } catch (URISyntaxException e) {
            throw new Refusal("is not a path: " + e.getReason(), "percent-encode what a URL cannot hold");
        }
        return text;
    }

    private static void checkHeader(String name, Located<String> value) throws Refusal {
        HeaderName.checked(name);
        if (value != null && !Place.fitsHeader(value.value())) {
            throw new Refusal(
                    "holds a line break, or a character that no header can hold",
                    "write it on one line, in letters of ISO 8859-1");
        }
        checkName(name, value);
    }

    /** Whether the name says that its value is a secret. */
    static boolean isSecret(String name) {
        return SECRET_NAMES.contains(name.toLowerCase(Locale.ROOT).replaceAll("[-_]", ""));
    }

    private static void checkName(String name, Located<String> value) throws Refusal {
        if (isSecret(name)
                && value != null
                && Template.compile(value.value()).variables().isEmpty()) {
            throw new Refusal("looks like a secret in clear", "say it below auth: as ${NAME} or ${file:/path}");
        }
    }
}
