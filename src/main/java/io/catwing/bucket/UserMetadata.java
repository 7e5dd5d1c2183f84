package io.catwing.bucket;

import io.catwing.failure.QuarantinedFailure;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** {@link RawMetadata} as the user metadata of an S3 object. All values are ASCII, so no server can mangle them. */
final class UserMetadata {
    private static final String RECORDS = "records";
    private static final String PAGES = "pages";
    private static final String TOTAL = "declared-total";
    private static final String KIND = "kind";
    private static final String FROM = "window-from";
    private static final String TO = "window-to";
    private static final String SHA256 = "sha256";
    private static final String VERSION = "version";
    private static final String RUN = "run-id";
    private static final String FETCHED = "fetched-at";
    private static final String CURSOR = "cursor";
    private static final String LISTED = "listed";
    private static final String FIELDS = "fields";

    private UserMetadata() {}

    static Map<String, String> write(RawMetadata metadata) {
        Map<String, String> map = new LinkedHashMap<>();
        put(map, RECORDS, metadata.records());
        put(map, PAGES, metadata.pages());
        put(map, TOTAL, metadata.declaredTotal());
        put(map, KIND, metadata.snapshot() ? "snapshot" : "delta");
        put(map, FROM, metadata.windowFrom());
        put(map, TO, metadata.windowTo());
        put(map, SHA256, metadata.sha256());
        put(map, VERSION, metadata.version());
        put(map, RUN, metadata.runId());
        put(map, FETCHED, metadata.fetchedAt());
        put(map, CURSOR, metadata.cursor());
        // Of a snapshot it is the number of its records.
        put(map, LISTED, metadata.snapshot() ? null : metadata.listed());
        if (!metadata.fields().isEmpty()) {
            map.put(
                    FIELDS,
                    metadata.fields().entrySet().stream()
                            .map(field -> field.getKey() + "=" + field.getValue())
                            .collect(Collectors.joining(" ")));
        }
        return map;
    }

    private static Map<String, Long> fields(String text) {
        Map<String, Long> fields = new LinkedHashMap<>();
        for (String field : text == null ? new String[0] : text.split(" ")) {
            int sign = field.indexOf('=');
            fields.put(field.substring(0, sign), Long.valueOf(field.substring(sign + 1)));
        }
        return fields;
    }

    private static void put(Map<String, String> map, String name, Object value) {
        if (value != null) {
            map.put(name, value.toString());
        }
    }

    /** @throws QuarantinedFailure when the object was not put by us */
    static RawMetadata read(RawKey key, Map<String, String> map) {
        try {
            long records = Long.parseLong(required(map, RECORDS));
            boolean snapshot = required(map, KIND).equals("snapshot");
            return new RawMetadata(
                    records,
                    Integer.parseInt(required(map, PAGES)),
                    number(map, TOTAL),
                    snapshot,
                    date(map, FROM),
                    date(map, TO),
                    required(map, SHA256),
                    number(map, VERSION),
                    required(map, RUN),
                    Instant.parse(required(map, FETCHED)),
                    map.get(CURSOR),
                    snapshot ? Long.valueOf(records) : number(map, LISTED),
                    fields(map.get(FIELDS)));
        } catch (RuntimeException unreadable) {
            throw new QuarantinedFailure(
                    key + " lacks the metadata of a raw file: " + unreadable.getMessage(),
                    "only the fetch stage writes under " + RawKey.PREFIX
                            + "; find out who put this object there, and move it away by hand",
                    unreadable);
        }
    }

    private static String required(Map<String, String> map, String name) {
        String value = map.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no " + name);
        }
        return value;
    }

    private static Long number(Map<String, String> map, String name) {
        return map.containsKey(name) ? Long.valueOf(map.get(name)) : null;
    }

    private static LocalDate date(Map<String, String> map, String name) {
        return map.containsKey(name) ? LocalDate.parse(map.get(name)) : null;
    }
}
