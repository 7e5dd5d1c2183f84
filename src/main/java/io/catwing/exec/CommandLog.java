package io.catwing.exec;

import io.catwing.failure.QuarantinedFailure;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The file that records a command's output, line by line; or nothing, if none is configured. Of output without end it keeps the
 * beginning, as it comes, and the end, once the command has ended.
 */
final class CommandLog implements AutoCloseable {
    /** In characters. */
    private static final long BEGINNING = 32L << 20;

    /** In characters and in lines; kept in memory. */
    private static final int END = 1 << 20;

    private static final int LINES = 10_000;

    private final Writer file;
    private final Deque<String> end = new ArrayDeque<>();
    private long written;
    private int kept;
    private long leftOut;

    private CommandLog(Writer file) {
        this.file = file;
    }

    static CommandLog open(Command command) {
        if (command.log == null) {
            return new CommandLog(Writer.nullWriter());
        }
        try {
            Path folder = command.log.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            return new CommandLog(
                    Files.newBufferedWriter(command.log, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw new QuarantinedFailure(
                    "the log " + command.log + " of " + command.name() + " cannot be written: " + e,
                    "look for space and permissions there",
                    e);
        }
    }

    synchronized void write(String line) throws IOException {
        if (written < BEGINNING) {
            written += line.length() + 1;
            put(line);
            file.flush();
            return;
        }
        end.addLast(line);
        kept += line.length();
        while (kept > END || end.size() > LINES) {
            kept -= end.removeFirst().length();
            leftOut++;
        }
    }

    private void put(String line) throws IOException {
        file.write(line);
        file.write('\n');
    }

    @Override
    public synchronized void close() throws IOException {
        try (file) {
            if (leftOut > 0) {
                put("… " + leftOut + " lines are left out here: this is too much for a log");
            }
            for (String line : end) {
                put(line);
            }
        }
    }
}
