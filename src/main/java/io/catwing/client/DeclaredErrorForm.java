package io.catwing.client;

import static io.catwing.client.yaml.Key.required;
import static io.catwing.client.yaml.ObjectForm.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catwing.client.yaml.EitherForm;
import io.catwing.client.yaml.Key;
import io.catwing.client.yaml.ListForm;
import io.catwing.client.yaml.ObjectForm;
import io.catwing.client.yaml.Reading;
import io.catwing.client.yaml.Refusal;
import io.catwing.client.yaml.Scalar;
import io.catwing.client.yaml.YamlNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Statuses in a list, each alone or as {@code {status: 400, when: jq}}. */
final class DeclaredErrorForm {
    private static final Set<String> LOGIN = Set.of("401", "403", "407");
    private static final Set<String> RETRIED = Set.of("408", "425", "429");

    private static final Key<Integer> STATUS =
            required("status", error(), "The status of the answer, from 400 to 499.");
    private static final Key<String> WHEN = required(
            "when",
            Scalars.JQ,
            "jq over the answer's body that is true where it is meant; a body that is no JSON is a text to it.");
    private static final ObjectForm<DeclaredError> OBJECT = object(
            "declared_error",
            "A status whose body says what it means.",
            v -> new DeclaredError(v.get(STATUS), v.get(WHEN)),
            STATUS,
            WHEN);

    private DeclaredErrorForm() {}

    /** @param name of its definition in the schema @param alone reads a status without more */
    static ListForm<DeclaredError> list(String name, Scalar<Integer> alone) {
        return new ListForm<>(new EitherForm<>(name, alone.map(status -> new DeclaredError(status, null)), OBJECT));
    }

    static Scalar<Integer> error() {
        return Scalar.plain(
                "a status",
                (ObjectNode schema) ->
                        schema.put("type", "integer").put("minimum", 400).put("maximum", 499),
                (text, environment) -> error(text));
    }

    static Integer error(String text) throws Refusal {
        if (!text.matches("4[0-9][0-9]")) {
            throw new Refusal("is no status from 400 to 499", "write one such as 400");
        }
        if (LOGIN.contains(text)) {
            throw new Refusal("always means the login", "say erp.auth.expired where a login has expired");
        }
        if (RETRIED.contains(text)) {
            throw new Refusal("is sent again without a declaration", "take it away");
        }
        return Integer.valueOf(text);
    }

    /** Several meanings of a status must each say by the body when it is theirs. @param key of what is read, for messages */
    static void requireOne(
            Reading reading, YamlNode at, String key, List<DeclaredError> errors, Set<Integer> others, String other) {
        errors.stream()
                .filter(error -> error.when() == null && others.contains(error.status()))
                .findFirst()
                .ifPresent(error -> reading.refuse(
                        at,
                        at.path() + " means two things by " + error.status() + ": " + key + " and " + other,
                        "take it out of one of them, or say {status: " + error.status() + ", when: …} in " + key));
    }

    /** The statuses of a list. */
    static Set<Integer> statuses(List<DeclaredError> errors) {
        Set<Integer> all = new HashSet<>();
        errors.forEach(error -> all.add(error.status()));
        return all;
    }
}
