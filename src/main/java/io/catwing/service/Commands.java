package io.catwing.service;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.catwing.app.Pipeline;
import io.catwing.cli.ServedCommands;
import io.catwing.cli.ServedCommands.Access;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * Runs a command of the command line for somebody who may, with an audit row, and answers with what it prints, as it comes, in
 * lines of JSON: {@code {"out": "…"}}, {@code {"err": "…"}} and last {@code {"exit": 0}}. It goes on where nobody listens any more.
 */
@Component
@ConditionalOnWebApplication
public class Commands {
    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

    private final Pipeline service;
    private final Audit audit;

    Commands(ConfigurableApplicationContext context, Audit audit) {
        this.service = new Pipeline(context);
        this.audit = audit;
    }

    /**
     * @param width of the terminal in characters, 0 where nobody watches
     * @throws ResponseStatusException where a service does not run it, or not for this user
     */
    public void answer(
            List<String> arguments,
            int width,
            Authentication user,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Access access = ServedCommands.access(arguments)
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.BAD_REQUEST, arguments.get(0) + " is no command that a service runs"));
        boolean changes = access == Access.CHANGES;
        if (changes && !AuthorityUtils.authorityListToSet(user.getAuthorities()).contains("ROLE_OPERATOR")) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN, "a viewer may look, and change nothing");
        }
        String command = String.join(" ", arguments);
        UUID row = changes ? begin(user.getName(), request.getRemoteAddr(), command) : null;
        response.setContentType("application/x-ndjson");
        Lines lines = new Lines(response.getOutputStream());
        int exit = ServedCommands.run(service, arguments, width, lines.as("out"), lines.as("err"));
        if (row != null) {
            end(row, exit);
        }
        lines.exit(exit);
    }

    private UUID begin(String who, String from, String command) {
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

    /** The answer. Several threads print; one that nobody reads any more is dropped, and the command goes on. */
    private static final class Lines {
        private static final JsonFactory JSON = new JsonFactory();

        private final OutputStream answer;
        private boolean gone;

        Lines(OutputStream answer) {
            this.answer = answer;
        }

        OutputStream as(String name) {
            return new OutputStream() {
                private final ByteArrayOutputStream text = new ByteArrayOutputStream();

                @Override
                public synchronized void write(int b) {
                    text.write(b);
                }

                @Override
                public synchronized void write(byte[] bytes, int from, int count) {
                    text.write(bytes, from, count);
                }

                @Override
                public synchronized void flush() {
                    if (text.size() > 0) {
                        line(json -> json.writeStringField(name, text.toString(StandardCharsets.UTF_8)));
                        text.reset();
                    }
                }
            };
        }

        void exit(int code) {
            line(json -> json.writeNumberField("exit", code));
        }

        private interface Field {
            void write(JsonGenerator json) throws IOException;
        }

        private synchronized void line(Field field) {
            if (gone) {
                return;
            }
            try {
                ByteArrayOutputStream line = new ByteArrayOutputStream();
                try (JsonGenerator json = JSON.createGenerator(line)) {
                    json.writeStartObject();
                    field.write(json);
                    json.writeEndObject();
                }
                line.write('\n');
                line.writeTo(answer);
                answer.flush();
            } catch (IOException nobodyReads) {
                gone = true;
                LOG.debug("nobody reads the answer any more, and the command goes on", nobodyReads);
            }
        }
    }
}
