package io.catwing.failure;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PrintableTextTest {

    @Test
    void what_steers_a_terminal_a_log_or_a_reader_is_replaced() {
        assertThat(PrintableText.clean("a\u0000b\u001b[31mred\u202Eevil\u200B\u0085\u2028end \ud800 half"))
                .isEqualTo("a\ufffdb\ufffd[31mred\ufffdevil\ufffd\ufffd\ufffdend \ufffd half");
    }

    @Test
    void lines_become_one_line_unless_they_are_our_own() {
        assertThat(PrintableText.clean("a\r\nHINT: b\tc")).isEqualTo("a  HINT: b c");
        assertThat(PrintableText.cleanLines("a\nHINT: b\rc", 100)).isEqualTo("a\nHINT: b c");
    }

    @Test
    void ordinary_text_stays_as_it_is() {
        String text = "Größe 日本語 🐈 ‑ “x” 1 000,5 €";
        assertThat(PrintableText.clean(text)).isEqualTo(text);
        assertThat(PrintableText.clean(null)).isNull();
    }

    @Test
    void a_secret_is_masked_before_the_text_is_cut() {
        Secrets.register("correct-horse-battery");
        assertThat(PrintableText.clean("key correct-horse-battery refused", 12)).isEqualTo("key *** ref…");
    }

    @Property
    void no_text_gets_longer_than_asked_or_stays_unprintable(
            @ForAll String text, @ForAll @IntRange(min = 1) int longest) {
        String clean = PrintableText.clean(text, Math.min(longest, 1000));
        assertThat(clean).hasSizeLessThanOrEqualTo(Math.min(longest, 1000));
        assertThat(clean.codePoints()).allMatch(PrintableText::isPrintable);
    }
}
