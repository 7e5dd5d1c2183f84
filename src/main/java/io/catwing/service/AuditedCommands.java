package io.catwing.service;

import io.catwing.app.Pipeline;
import io.catwing.cli.ServedCommands;
import io.catwing.cli.ServedCommands.Access;
import io.catwing.job.RunId;
import java.io.OutputStream;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** Commands that the service runs for somebody; one that changes something leaves a row in {@code ops.audit}. */
@Component
@ConditionalOnWebApplication
public class AuditedCommands {
    private static final Logger LOG = LoggerFactory.getLogger(AuditedCommands.class);

    private final Pipeline service;
    private final Audit audit;

    AuditedCommands(ConfigurableApplicationContext context, Audit audit) {
        this.service = new Pipeline(context);
        this.audit = audit;
    }

    /** A command that may run: its audit row, where it has one, is written. */
    public final class Begun {
        private final List<String> arguments;
        private final UUID row;

        private Begun(List<String> arguments, UUID row) {
            this.arguments = arguments;
            this.row = row;
        }

        /**
         * Runs it in this thread.
         *
         * @param width of the terminal of the one who asks; 0 where nobody watches
         * @param begins is told of each run that the command begins, which can be stopped
         * @return its exit code
         */
        public int run(int width, OutputStream out, OutputStream err, Consumer<RunId> begins) {
            int exit = ServedCommands.run(service, arguments, width, out, err, begins);
            if (row != null) {
                end(row, exit);
            }
            return exit;
        }
    }

    /**
     * @param from the address that the request came from
     * @throws ResponseStatusException 400 for what is no command that a service runs, 403 for what a viewer may not, and 503
     *     where the database cannot write down who asked
     */
    public Begun begin(String who, boolean operator, String from, List<String> arguments) {
        Access access = ServedCommands.access(arguments)
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.BAD_REQUEST, arguments.get(0) + " is no command that a service runs"));
        boolean changes = access == Access.CHANGES;
        if (changes && !operator) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN, "a viewer may look, and change nothing");
        }
        return new Begun(arguments, changes ? write(who, from, String.join(" ", arguments)) : null);
    }

    private UUID write(String who, String from, String command) {
        try {
            return audit.begin(who, from, command);
        } catch (DataAccessException gone) {
            if (command.startsWith("recover ")) {
                // A database that is gone is what it is for.
                LOG.warn(
                        "{} from {} runs '{}', which ops.audit cannot take: {}", who, from, command, gone.getMessage());
                return null;
            }
            throw new ResponseStatusException(
                    HttpStatus.SERVICE_UNAVAILABLE, "the database cannot write down who asked: nothing was done", gone);
        }
    }

    private void end(UUID row, int exit) {
        try {
            audit.end(row, exit);
        } catch (DataAccessException gone) {
            // A recovery may have put another database in the place of the one that has the row.
            LOG.warn("the end of the command in row {} of ops.audit could not be written: {}", row, gone.getMessage());
        }
    }
}
