package io.catwing.service;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.catwing.job.RunId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/**
 * Runs a command for a request, and answers with what it prints, as it comes, in lines of JSON: {@code {"out": "…"}},
 * {@code {"err": "…"}}, {@code {"run": "…"}} of a run that begins, and last {@code {"exit": 0}}. It goes on where nobody listens any more.
 */
@Component
@ConditionalOnWebApplication
public class Commands {
    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

    private final AuditedCommands commands;

    Commands(AuditedCommands commands) {
        this.commands = commands;
    }

    /**
     * @param width of the terminal in characters, 0 where nobody watches
     * @throws org.springframework.web.server.ResponseStatusException where a service does not run it, or not for this user
     */
    public void answer(List<String> arguments, int width, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        AuditedCommands.Begun command = commands.begin(
                request.getRemoteUser(), request.isUserInRole("OPERATOR"), request.getRemoteAddr(), arguments);
        response.setContentType("application/x-ndjson");
        Lines lines = new Lines(response.getOutputStream());
        lines.exit(command.run(width, lines.as("out"), lines.as("err"), lines::run));
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

        void run(RunId run) {
            line(json -> json.writeStringField("run", run.value()));
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
