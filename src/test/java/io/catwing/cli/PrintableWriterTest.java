package io.catwing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.failure.PrintableText;
import io.catwing.failure.Secrets;
import io.catwing.support.HostileText;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class PrintableWriterTest {

    @Test
    void no_text_from_outside_steers_the_terminal() {
        Secrets.register("s3cr3t-of-the-terminal");
        StringWriter terminal = new StringWriter();
        try (PrintWriter out = new PrintWriter(new PrintableWriter(terminal), true)) {
            HostileText.some(HostileText.count())
                    .forEach(text -> out.printf("%s s3cr3t-%s%n", text, "of-the-terminal"));
        }

        assertThat(terminal.toString()).doesNotContain("s3cr3t");
        assertThat(terminal.toString().lines())
                .allSatisfy(line -> assertThat(line).isEqualTo(PrintableText.clean(line)));
    }

    @Test
    void a_table_comes_out_as_it_was_written() {
        StringWriter terminal = new StringWriter();
        try (PrintWriter out = new PrintWriter(new PrintableWriter(terminal), true)) {
            out.print("a | ü\nb");
            out.flush();
            out.println(" | c");
        }

        assertThat(terminal).hasToString("a | ü\nb | c" + System.lineSeparator());
    }
}
