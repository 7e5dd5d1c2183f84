package io.catwing.exec;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/** The end of a program's output, as much as a message can hold, without secrets. The rest goes to its log, if anywhere. */
final class LastWords {
    private static final int LINES = 40;
    private static final int CHARACTERS = 4000;

    /** Of one line; longer ones are truncated, so that a program without line ends cannot fill the heap. */
    private static final int LONGEST_LINE = 4000;

    private static final String MASK = "***";

    private final List<String> secrets;
    private final CommandLog log;
    private final Deque<String> lines = new ArrayDeque<>();
    private int characters;

    LastWords(Collection<String> secrets, CommandLog log) {
        // The longest first: one may be part of another.
        this.secrets = secrets.stream()
                .flatMap(String::lines)
                .filter(secret -> !secret.isBlank())
                .sorted((a, b) -> b.length() - a.length())
                .toList();
        this.log = log;
    }

    /** Reads to the end. */
    void listen(InputStream stream) throws IOException {
        try (Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
            StringBuilder line = new StringBuilder();
            char[] buffer = new char[1 << 13];
            for (int got = reader.read(buffer); got >= 0; got = reader.read(buffer)) {
                for (int i = 0; i < got; i++) {
                    // A carriage return alone is how progress bars are drawn.
                    if (buffer[i] == '\n' || buffer[i] == '\r') {
                        add(line);
                    } else if (line.length() < LONGEST_LINE) {
                        line.append(buffer[i]);
                    }
                }
            }
            add(line);
        }
    }

    private void add(StringBuilder line) throws IOException {
        if (line.length() > 0) {
            String masked = line.toString();
            for (String secret : secrets) {
                masked = masked.replace(secret, MASK);
            }
            line.setLength(0);
            log.write(masked);
            keep(masked);
        }
    }

    private synchronized void keep(String line) {
        lines.addLast(line);
        characters += line.length();
        while (lines.size() > 1 && (lines.size() > LINES || characters > CHARACTERS)) {
            characters -= lines.removeFirst().length();
        }
    }

    synchronized String text() {
        return String.join("\n", lines);
    }
}
