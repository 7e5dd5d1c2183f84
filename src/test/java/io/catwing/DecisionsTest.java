package io.catwing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DecisionsTest {
    /** Number, title, date, status; then context, decision and consequence, as headings. */
    private static final String FORM = "(?s)# %d\\. [^\\n]+\\n\\n"
            + "Date: 20\\d\\d-\\d\\d-\\d\\d\\nStatus: (proposed|accepted|rejected|replaced by)\\b[^\\n]*\\n\\n"
            + "## Context\\n.+\\n## Decision\\n.+\\n## Consequences?\\n.+";

    @Test
    void each_decision_has_the_next_number_a_date_a_status_and_three_parts() throws IOException {
        List<Path> decisions;
        try (Stream<Path> pages = Files.list(Path.of("docs/decisions"))) {
            decisions = pages.sorted().toList();
        }
        assertThat(decisions).hasSizeGreaterThan(20);
        for (int i = 0; i < decisions.size(); i++) {
            Path decision = decisions.get(i);
            assertThat(decision.getFileName().toString()).matches("%04d-[a-z0-9-]+\\.md".formatted(i + 1));
            assertThat(Files.readString(decision)).as("%s", decision).matches(FORM.formatted(i + 1));
        }
    }
}
