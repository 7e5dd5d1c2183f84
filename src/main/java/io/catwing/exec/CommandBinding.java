package io.catwing.exec;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.component.exec.ExecBinding;
import org.apache.camel.component.exec.ExecCommand;
import org.apache.camel.component.exec.ExecEndpoint;
import org.apache.camel.component.exec.ExecResult;
import org.apache.camel.component.exec.impl.ExecParseUtils;

/** Combines the route's options with the command in the body, and returns the result as the body. */
final class CommandBinding implements ExecBinding {

    /** Passes a command through Camel's interfaces. */
    static final class Bound extends ExecCommand {
        private static final long serialVersionUID = 1L;
        final transient Command command;

        Bound(Command command, ExecEndpoint endpoint) {
            super(
                    command.program,
                    List.copyOf(command.arguments),
                    null,
                    command.timeLimit.toMillis(),
                    Set.of(),
                    null,
                    null,
                    false,
                    endpoint.getCommandLogLevel());
            this.command = command;
        }
    }

    /** Passes the result back. */
    static final class Finished extends ExecResult {
        private static final long serialVersionUID = 1L;
        private final transient CommandResult result;

        Finished(Bound bound, CommandResult result) {
            super(bound, null, null, 0);
            this.result = result;
        }
    }

    @Override
    public ExecCommand readInput(Exchange exchange, ExecEndpoint endpoint) {
        Object body = exchange.getMessage().getBody();
        if (!(body instanceof Command command)) {
            throw new IllegalArgumentException("exec:" + endpoint.getExecutable() + " takes a Command, not "
                    + (body == null ? "an empty body" : body.getClass().getName()));
        }
        if (command.program == null) {
            command.program = endpoint.getExecutable();
        }
        if (endpoint.getArgs() != null) {
            command.arguments.addAll(0, ExecParseUtils.splitToWhiteSpaceSeparatedTokens(endpoint.getArgs()));
        }
        if (command.folder == null && endpoint.getWorkingDir() != null) {
            command.folder = Path.of(endpoint.getWorkingDir());
        }
        boolean limited = endpoint.getTimeout() > 0 && endpoint.getTimeout() != ExecEndpoint.NO_TIMEOUT;
        if (command.timeLimit.isZero() && limited) {
            command.timeLimit = Duration.ofMillis(endpoint.getTimeout());
        }
        return new Bound(command, endpoint);
    }

    @Override
    public void writeOutput(Exchange exchange, ExecResult result) {
        exchange.getMessage().setBody(((Finished) result).result);
    }
}
