package io.catwing.load;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;

/** How raw files are read. They were checked when they were stored, so the limits only guard the heap. */
final class RawJson {
    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(100_000)
                    .maxStringLength(RecordWindow.LONGEST_RECORD)
                    .maxNameLength(1_000_000)
                    .maxNestingDepth(1_000)
                    .build())
            // Always UTF-8, so that byte positions are known; JSON has no other encoding.
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            // Keys may be data (an object per id): they must not fill a table that is never emptied.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();

    private RawJson() {}
}
