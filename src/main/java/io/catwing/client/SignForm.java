package io.catwing.client;

import static io.catwing.client.yaml.Key.optional;
import static io.catwing.client.yaml.Key.required;
import static io.catwing.client.yaml.ObjectForm.object;

import io.catwing.client.SignedText.Part;
import io.catwing.client.yaml.Key;
import io.catwing.client.yaml.MapForm;
import io.catwing.client.yaml.ObjectForm;
import io.catwing.client.yaml.Refusal;
import io.catwing.client.yaml.Rule;
import io.catwing.client.yaml.Scalar;
import io.catwing.client.yaml.Values;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code erp.sign:} how each request is signed. */
final class SignForm {
    private static final Key<String> ALGORITHM = optional(
            "algorithm",
            Scalars.oneOf("an algorithm", "HmacSHA256", "HmacSHA512", "HmacSHA1", "HmacMD5"),
            "HmacSHA256",
            "HMAC with this hash.");
    private static final Key<Secret> KEY = required("key", References.SECRET, "The secret: ${NAME} or ${file:/path}.");
    private static final Key<String> KEY_ENCODING = optional(
            "key_encoding",
            Scalars.oneOf("an encoding", "text", "hex", "base64"),
            "text",
            "What the secret's characters are: the key itself, or its bytes in hex or base64.");
    private static final Key<SignedText> OVER = required(
            "over",
            text(SignedText.without(Part.SIGNATURE)),
            "What is signed, with {{method}}, {{path}}, {{query}}, {{timestamp}} and so on; line ends as \\n in quotes.");
    private static final Key<String> ENCODING = optional(
            "encoding",
            Scalars.oneOf("an encoding", "hex", "base64", "base64url"),
            "hex",
            "How the signature is written.");
    private static final Key<String> HEADER =
            optional("header", HeaderName.FORM, "Name of the header that carries the signature.");
    private static final Key<String> QUERY =
            optional("query", Scalars.TEXT, "Name of the query parameter that carries the signature.");
    private static final Key<SignedText> VALUE = optional(
            "value",
            text(EnumSet.allOf(Part.class)),
            "{{signature}}",
            "What the header or parameter holds, such as 'HMAC {{signature}}'.");
    private static final Key<Map<String, SignedText>> HEADERS = optional(
            "headers",
            new MapForm<>(
                            text(SignedText.without(Part.BODY)),
                            (name, value) -> HeaderName.checked(name),
                            HeaderName.PATTERN)
                    .valued(),
            "Further headers, such as X-Timestamp: \"{{timestamp}}\".");
    private static final Key<DayFormat> TIMESTAMP = optional(
            "timestamp",
            Scalar.of("a format of times", Scalars.type("string"), (text, environment) -> DayFormat.parse(text)),
            "epoch_seconds",
            "How {{timestamp}} is written, in UTC: epoch_seconds, epoch_millis, instant, or a pattern of java.time.");

    static final ObjectForm<Sign> SIGN = object(
                    "sign",
                    "A signature of each request by a secret (HMAC), as a recipe.",
                    SignForm::sign,
                    ALGORITHM,
                    KEY,
                    KEY_ENCODING,
                    OVER,
                    ENCODING,
                    HEADER,
                    QUERY,
                    VALUE,
                    HEADERS,
                    TIMESTAMP)
            .with(Rule.exactlyOne(HEADER, QUERY));

    private SignForm() {}

    private static Scalar<SignedText> text(Set<Part> known) {
        return Scalar.of("text", Scalar::anyText, (text, environment) -> {
            if (text.isBlank()) {
                throw new Refusal("is blank", "write what is signed or sent there");
            }
            return SignedText.compile(text, known);
        });
    }

    private static Sign sign(Values v) {
        Sign sign = new Sign(
                v.get(ALGORITHM),
                v.get(KEY),
                v.get(KEY_ENCODING),
                v.get(OVER),
                v.get(ENCODING),
                v.get(HEADER),
                v.get(QUERY),
                v.get(VALUE),
                v.find(HEADERS).orElse(Map.of()),
                v.get(TIMESTAMP));
        if (!sign.value().parts().contains(Part.SIGNATURE)) {
            v.refuse(VALUE, "does not hold the signature", "write {{signature}} where it belongs");
        }
        for (Part part : List.of(Part.TIMESTAMP, Part.NONCE)) {
            boolean sent = sign.value().parts().contains(part)
                    || sign.headers().values().stream()
                            .anyMatch(header -> header.parts().contains(part));
            if (sign.over().parts().contains(part) && !sent) {
                v.refuse(
                        OVER,
                        "signs {{" + part.word() + "}}, which is sent nowhere",
                        "add headers: {NAME: \"{{" + part.word() + "}}\"}, as the ERP's documentation names it");
            }
        }
        return sign;
    }
}
