package io.catwing.load.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.catwing.client.Limits;

/**
 * How raw files are read. They were checked when they were stored, so the limits only protect the heap: each is at least
 * that of a fetch, and limits on numbers and ids are checked on conversion, so that only their record is rejected.
 */
final class RawJson {
    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(100 * Limits.NUMBER_CHARACTERS)
                    .maxStringLength(Limits.RAW_RECORD_BYTES)
                    .maxNameLength(20 * Limits.NAME_BYTES)
                    .maxNestingDepth(Limits.RAW_NESTING)
                    .build())
            // Always UTF-8, so that byte positions are known; JSON has no other encoding.
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            // Keys may be data (an object per id): they must not fill a table that is never emptied.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();

    private RawJson() {}
}
