package io.catwing.exec;

import io.catwing.failure.QuarantinedFailure;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The file that records a command's output, line by line; or nothing, if none is configured. */
final class CommandLog implements AutoCloseable {
    private final Writer file;

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
        file.write(line);
        file.write('\n');
        file.flush();
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
