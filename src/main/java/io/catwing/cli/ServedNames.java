package io.catwing.cli;

import java.util.Set;

/** Names of the commands that a service runs for somebody. Loads no library, for the client of a service. */
final class ServedNames {
    static final Set<String> READING = Set.of("status", "digest", "rejects", "routes", "recover list");

    static final Set<String> CHANGING = Set.of(
            "fetch",
            "load",
            "replay",
            "enrich",
            "stats",
            "product-images",
            "backup",
            "verify",
            "drill",
            "recover fast",
            "recover full",
            "recover switch",
            "recover drop",
            "alerts test",
            "stop");

    private ServedNames() {}

    /** Whether a command that begins with this word may be one of them. */
    static boolean mayBe(String word) {
        return READING.contains(word)
                || CHANGING.contains(word)
                || Set.of("recover", "alerts").contains(word);
    }
}
