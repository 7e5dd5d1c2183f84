package io.catwing.client;

import static io.catwing.client.yaml.Key.optional;
import static io.catwing.client.yaml.Key.required;
import static io.catwing.client.yaml.ObjectForm.object;

import io.catwing.client.yaml.JsonListForm;
import io.catwing.client.yaml.Key;
import io.catwing.client.yaml.MapForm;
import io.catwing.client.yaml.ObjectForm;
import io.catwing.client.yaml.Refusal;
import io.catwing.client.yaml.Values;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** {@code assertion:} a statement that is signed with a private key (RFC 7523). */
final class AssertionForm {
    /** What the program writes itself. */
    private static final Set<String> OURS = Set.of("iss", "sub", "aud", "exp", "iat", "jti", "nbf");

    private static final Key<Secret> PRIVATE_KEY =
            required("private_key", References.SECRET, "The key in PEM (PKCS #8): ${NAME} or ${file:/path}.");
    private static final Key<String> KEY_ID =
            optional("key_id", Scalars.TEXT, "Id of the key or certificate: kid in the head.");
    private static final Key<String> ALGORITHM = optional(
            "algorithm",
            Scalars.oneOf("an algorithm", "RS256", "PS256", "ES256"),
            "RS256",
            "RS256 or PS256 for an RSA key, ES256 for a key on the curve P-256.");
    private static final Key<String> AUDIENCE =
            optional("audience", Scalars.TEXT, "aud; the address of the token endpoint where nothing is said.");
    private static final Key<String> ISSUER =
            optional("issuer", Scalars.TEXT, "iss; the client_id where nothing is said.");
    private static final Key<String> SUBJECT =
            optional("subject", Scalars.TEXT, "sub; the issuer where nothing is said.");
    private static final Key<Duration> LIFE =
            optional("life", Scalars.DURATION, "5m", "exp: how long the statement is valid.");
    private static final Key<Map<String, String>> CLAIMS = optional(
            "claims",
            new MapForm<>(new JsonListForm("a claim"), (name, value) -> {
                        if (OURS.contains(name)) {
                            throw new Refusal(
                                    "is a claim that is written by the program",
                                    "issuer, subject, audience and life say what it is");
                        }
                    })
                    .valued(),
            "Further claims, such as scope: [reports]; each is text, a number, a boolean or a list of them.");

    static final ObjectForm<Auth.Assertion> ASSERTION = object(
            "assertion",
            "A statement of who asks that is signed with a private key (RFC 7523).",
            AssertionForm::assertion,
            PRIVATE_KEY,
            KEY_ID,
            ALGORITHM,
            AUDIENCE,
            ISSUER,
            SUBJECT,
            LIFE,
            CLAIMS);

    private AssertionForm() {}

    private static Auth.Assertion assertion(Values v) {
        return new Auth.Assertion(
                v.get(PRIVATE_KEY),
                v.get(KEY_ID),
                v.get(ALGORITHM),
                v.get(AUDIENCE),
                v.get(ISSUER),
                v.get(SUBJECT),
                v.get(LIFE),
                v.find(CLAIMS).orElse(Map.of()));
    }
}
