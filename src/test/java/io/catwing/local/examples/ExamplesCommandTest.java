package io.catwing.local.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.catwing.cli.CatwingCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ExamplesCommandTest {
    @Test
    void it_serves_until_it_is_stopped_and_says_what_to_type_next() throws Exception {
        StringWriter terminal = new StringWriter();
        CommandLine command = CatwingCommand.commandLine().setOut(new PrintWriter(terminal, true));
        Thread thread = new Thread(() -> command.execute("examples", "--port", "0"));
        thread.start();
        await().until(() -> terminal.toString().contains("./catwing check\n"));
        thread.interrupt();
        thread.join();

        List<String> lines = terminal.toString().lines().toList();
        assertThat(lines)
                .anyMatch(line -> line.matches("  CW-000200  http://127.0.0.1:\\d+/shop/api/v1 .*"))
                .anyMatch(line -> line.matches("  CW-000151  http://127.0.0.1:\\d+/odata .*"))
                .anyMatch(line -> line.matches("  export CW_000151_URL=http://127.0.0.1:\\d+/odata"))
                .contains("  export CATWING_CLIENTS=\""
                        + Path.of("examples/clients").toAbsolutePath() + "\"")
                .contains("  export CATWING_HOME=\""
                        + Path.of(".catwing-examples").toAbsolutePath() + "\"")
                .contains("  export CW_000200_API_KEY=shop-secret", "  export CW_000151_CLIENT_SECRET=bicycle-secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        --port=65536 | --port 65536 is out of range: give from 0 to 65535
        --faults=1.5 | --faults 1.5 is out of range: give from 0 to 1
        """)
    void a_number_out_of_range_is_refused(String option, String message) {
        StringWriter terminal = new StringWriter();
        CommandLine command = CatwingCommand.commandLine().setErr(new PrintWriter(terminal, true));

        assertThat(command.execute("examples", option)).isEqualTo(2);
        assertThat(terminal.toString())
                .isEqualTo(
                        """
                catwing: %s
                HINT: 'catwing examples --help' shows what it takes
                """
                                .formatted(message));
    }
}
