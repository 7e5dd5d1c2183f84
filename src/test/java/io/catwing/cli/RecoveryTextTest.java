package io.catwing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.postgres.Digests.Digest;
import io.catwing.recover.Comparison;
import io.catwing.recover.Comparison.Table;
import io.catwing.recover.DatabaseName;
import io.catwing.recover.Verification;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecoveryTextTest {
    private static final Comparison DIFFERENT = new Comparison(
            "live",
            "made",
            List.of(new Table("general.product", new Digest(1, "1"), new Digest(2, "2"), null, List.of())));

    @Test
    void a_switch_to_a_rebuild_is_proposed_only_where_it_was_found_good() {
        assertThat(printed(List.of())).contains("'./catwing recover switch made' makes it the live one.");
        assertThat(printed(List.of("a file is gone")))
                .contains("The rebuild is kept as made; it was not found good.")
                .doesNotContain("recover switch");
    }

    private static String printed(List<String> problems) {
        StringWriter out = new StringWriter();
        new RecoveryText(new PrintWriter(out))
                .print(new Verification(DIFFERENT, problems, new DatabaseName("made"), null));
        return out.toString();
    }
}
