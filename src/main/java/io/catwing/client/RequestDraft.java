package io.catwing.client;

import io.catwing.client.yaml.Located;
import io.catwing.client.yaml.YamlNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A request as written, each part with its place in the file.
 *
 * @param method null if not written, as are path and body
 * @param query a name without a value removes the default
 * @param with values that its records get, by name
 */
record RequestDraft(
        YamlNode at,
        Located<String> method,
        Located<String> path,
        Map<String, Located<String>> query,
        Map<String, Located<String>> headers,
        Located<String> body,
        Map<String, Located<String>> with) {

    /** This request completed with the defaults; null if there are none. */
    RequestDraft over(RequestDraft defaults) {
        if (defaults == null) {
            return this;
        }
        return new RequestDraft(
                at,
                method != null ? method : defaults.method,
                path,
                merge(defaults.query, query, false),
                merge(defaults.headers, headers, true),
                body,
                with);
    }

    /** A detail inherits only the headers of the defaults: the query is about pages and days. */
    RequestDraft overHeaders(RequestDraft defaults) {
        return defaults == null
                ? this
                : over(new RequestDraft(defaults.at, null, null, Map.of(), defaults.headers, null, Map.of()));
    }

    /** Without the parameters and headers that name one of these. */
    RequestDraft without(Set<Variable> variables) {
        return new RequestDraft(at, method, path, without(query, variables), without(headers, variables), body, with);
    }

    private static Map<String, Located<String>> without(Map<String, Located<String>> all, Set<Variable> variables) {
        Map<String, Located<String>> rest = new LinkedHashMap<>(all);
        rest.values()
                .removeIf(value -> value != null
                        && Template.of(value.value()).variables().stream().anyMatch(variables::contains));
        return rest;
    }

    RequestDraft carrying(Map<String, Located<String>> values) {
        return new RequestDraft(at, method, path, query, headers, body, values);
    }

    RequestDraft orMethod(String other) {
        Located<String> own = method != null ? method : new Located<>(at, other);
        return new RequestDraft(at, own, path, query, headers, body, with);
    }

    private static Map<String, Located<String>> merge(
            Map<String, Located<String>> defaults, Map<String, Located<String>> own, boolean anyCase) {
        Map<String, Located<String>> merged = new LinkedHashMap<>(defaults);
        own.forEach((name, value) -> {
            if (anyCase) {
                merged.keySet().removeIf(other -> other.equalsIgnoreCase(name));
            }
            merged.put(name, value);
        });
        return merged;
    }

    RequestSpec spec() {
        return new RequestSpec(
                method == null ? "GET" : method.value(),
                path.value(),
                texts(query),
                texts(headers),
                body == null ? null : body.value(),
                texts(with));
    }

    private static Map<String, String> texts(Map<String, Located<String>> values) {
        Map<String, String> texts = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (value != null) {
                texts.put(name, value.value());
            }
        });
        return Collections.unmodifiableMap(texts);
    }
}
