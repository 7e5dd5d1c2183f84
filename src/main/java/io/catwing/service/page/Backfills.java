package io.catwing.service.page;

import io.catwing.failure.PrintableText;
import io.catwing.service.AuditedCommands;
import jakarta.annotation.PreDestroy;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/** Commands that people began from the page: one after the other, each with what it prints. Known until the service ends. */
@Component
@ConditionalOnWebApplication
public class Backfills {
    private static final Logger LOG = LoggerFactory.getLogger(Backfills.class);
    private static final int KEPT = 10;
    private static final int LONGEST_OUTPUT = 20_000;

    private final AuditedCommands commands;
    private final Updates updates;
    private final Clock clock;
    private final Deque<Request> requests = new ArrayDeque<>();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "page-commands");
        thread.setDaemon(true);
        return thread;
    });

    Backfills(AuditedCommands commands, Updates updates, Clock clock) {
        this.commands = commands;
        this.updates = updates;
        this.clock = clock;
    }

    /** A command that somebody began. */
    public final class Request extends OutputStream {
        private final String who;
        private final String command;
        private final Instant asked = clock.instant();
        private final StringBuilder output = new StringBuilder();
        private final java.io.ByteArrayOutputStream line = new java.io.ByteArrayOutputStream();
        private volatile String state = "waiting";

        private Request(String who, List<String> arguments) {
            this.who = who;
            this.command = String.join(" ", arguments);
        }

        public String getWho() {
            return who;
        }

        public String getCommand() {
            return command;
        }

        /** Such as {@code 3 min}. */
        public String getAge() {
            return Ages.of(java.time.Duration.between(asked, clock.instant()));
        }

        /** waiting, running, done or failed. */
        public String getState() {
            return state;
        }

        /** What it printed; the end of it where it is long. */
        public synchronized String getOutput() {
            return output.toString();
        }

        @Override
        public synchronized void write(int b) {
            line.write(b);
            if (b == '\n') {
                output.append(PrintableText.cleanLines(line.toString(StandardCharsets.UTF_8), LONGEST_OUTPUT));
                output.delete(0, Math.max(0, output.length() - LONGEST_OUTPUT));
                line.reset();
                updates.changed("backfill");
            }
        }
    }

    /**
     * Begins them, once those before have ended.
     *
     * @throws org.springframework.web.server.ResponseStatusException where one may not run
     */
    void begin(String who, boolean operator, String from, List<List<String>> all) {
        for (List<String> arguments : all) {
            AuditedCommands.Begun begun = commands.begin(who, operator, from, arguments);
            Request request = new Request(who, arguments);
            synchronized (requests) {
                requests.addFirst(request);
                while (requests.size() > KEPT) {
                    requests.removeLast();
                }
            }
            worker.execute(() -> run(begun, request));
        }
        updates.changed("backfill");
    }

    private void run(AuditedCommands.Begun begun, Request request) {
        request.state = "running";
        String state = "failed";
        try {
            state = begun.run(0, request, request, run -> {}) == 0 ? "done" : "failed";
        } catch (RuntimeException unforeseen) {
            LOG.error("'{}' of {} ended", request.command, request.who, unforeseen);
        } finally {
            request.state = state;
            updates.changed("backfill");
        }
    }

    /** The newest first. */
    List<Request> all() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    @PreDestroy
    void stop() {
        worker.shutdownNow();
    }
}
