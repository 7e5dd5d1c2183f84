package io.catwing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CatwingCommandTest {
    private static final Set<String> ALL =
            CatwingCommand.commandLine().getSubcommands().keySet();

    @Test
    void a_command_is_parsed_without_the_others() {
        CatwingCommand.commandLine("check").getSubcommands().forEach((name, command) -> assertThat(name)
                .isEqualTo("check"));
        for (String name : ALL) {
            assertThat(CatwingCommand.commandLine(name, "--help").getSubcommands())
                    .as(name)
                    .containsKey(name);
        }
    }

    @Test
    void without_a_command_of_ours_all_are_known() {
        assertThat(CatwingCommand.commandLine(new String[0]).getSubcommands()).hasSameSizeAs(ALL);
        assertThat(CatwingCommand.commandLine("--help").getSubcommands()).hasSameSizeAs(ALL);

        StringWriter said = new StringWriter();
        CommandLine mistyped = CatwingCommand.commandLine("statu").setErr(new PrintWriter(said, true));
        assertThat(mistyped.execute("statu")).isEqualTo(CatwingCommand.REFUSED);
        assertThat(said.toString()).contains("status");
    }
}
