package io.catwing.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.failure.QuarantinedFailure;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.exec.ExecBinding;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandComponentTest {
    private final CommandExecutor executor = new CommandExecutor();
    private final CamelContext camel = new DefaultCamelContext();
    private ProducerTemplate routes;

    @TempDir
    Path folder;

    @BeforeEach
    void start() {
        camel.addComponent("exec", new CommandComponent(executor));
        camel.start();
        routes = camel.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        camel.stop();
        executor.close();
    }

    @Test
    void what_stands_in_the_route_comes_before_what_the_command_adds() {
        CommandResult result = routes.requestBody(
                "exec:bash?workingDir=" + folder + "&args=RAW(-c \"pwd; echo $0 $1\")",
                Command.ofTheEndpoint().arguments("two words", "b"),
                CommandResult.class);

        assertThat(result.output()).isEqualTo(folder + "\ntwo words b");
    }

    @Test
    void the_endpoints_timeout_holds() {
        assertThatThrownBy(() -> routes.requestBody(
                        "exec:sleep?timeout=200", Command.ofTheEndpoint().arguments("1000")))
                .isInstanceOf(CamelExecutionException.class)
                .cause()
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageStartingWith("sleep did not end within 200 ms and was ended, with all that it started\n");
    }

    @Test
    void a_failing_program_fails_the_exchange() {
        assertThatThrownBy(() -> routes.requestBody("exec:false", Command.ofTheEndpoint()))
                .cause()
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageStartingWith("false ended with exit code 1 and said nothing\nHINT: ");
    }

    @Test
    void headers_decide_nothing() {
        CommandResult result = (CommandResult) routes.requestBodyAndHeaders(
                "exec:echo",
                Command.ofTheEndpoint().arguments("hello"),
                Map.of(ExecBinding.EXEC_COMMAND_EXECUTABLE, "false", ExecBinding.EXEC_COMMAND_ARGS, "other"));

        assertThat(result.output()).isEqualTo("hello");
    }

    @Test
    void any_other_body_is_refused() {
        assertThatThrownBy(() -> routes.requestBody("exec:true", "text"))
                .cause()
                .hasMessage("exec:true takes a Command, not java.lang.String");
    }
}
