package io.catwing.client;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A request as a template. Path, query values, headers and body may hold {@code {{date}}}, {@code {{from}}},
 * {@code {{to}}} (with a pattern: {@code {{from|yyyy-MM-dd'T'00:00:00'Z'}}}), {@code {{page}}}, {@code {{offset}}},
 * {@code {{size}}}, {@code {{cursor}}}, {@code {{key}}} and {@code {{version}}}; each is encoded for its place.
 *
 * @param method GET or POST
 * @param path below the ERP's base URL, with a leading slash; may be empty
 * @param query in the order of the file; a parameter whose template is exactly one variable without a value is omitted
 * @param body template, or null; sent as JSON unless {@code headers} names another Content-Type
 * @param with values that each record of the answer gets in the field {@link #WITH}, by name; templates
 */
public record RequestSpec(
        String method,
        String path,
        Map<String, String> query,
        Map<String, String> headers,
        String body,
        Map<String, String> with) {

    /** First field of a record whose request carries values: an object with them. */
    public static final String WITH = "@with";

    /** The same request with a header, unless it has that header. */
    RequestSpec orHeader(String name, String value) {
        if (headers.keySet().stream().anyMatch(name::equalsIgnoreCase)) {
            return this;
        }
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new RequestSpec(method, path, query, Collections.unmodifiableMap(more), body, with);
    }

    boolean namesDate() {
        return Stream.of(Stream.of(path), query.values().stream(), headers.values().stream(), Stream.ofNullable(body))
                .flatMap(templates -> templates)
                .flatMap(template -> Template.of(template).variables().stream())
                .anyMatch(Variable::isDay);
    }
}
