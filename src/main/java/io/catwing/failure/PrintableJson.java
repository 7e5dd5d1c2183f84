package io.catwing.failure;

import org.springframework.boot.json.JsonWriter.Members;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;

/**
 * Texts of a log in JSON are printable and without our secrets before they are escaped, which would hide some of them. Named by
 * application.yaml; {@link PrintableLog} looks at the whole line then, as at any other.
 */
public final class PrintableJson implements StructuredLoggingJsonMembersCustomizer<Object> {
    /** So that the whole line, escaped, is not cut by {@link PrintableLog}. */
    private static final int LONGEST = 4_000;

    private static final int LONGEST_TRACE = 16_000;

    @Override
    public void customize(Members<Object> members) {
        members.applyingValueProcessor((path, value) -> value instanceof String text
                ? PrintableText.cleanLines(text, "stack_trace".equals(path.name()) ? LONGEST_TRACE : LONGEST)
                : value);
    }
}
