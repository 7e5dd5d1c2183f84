package io.catwing.cli;

import io.catwing.failure.PrintableText;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/** The output of every command: printable and without our secrets, line by line. */
final class PrintableWriter extends FilterWriter {
    /** Of one line; a table is not that wide. */
    private static final int LONGEST = 100_000;

    private final StringBuilder line = new StringBuilder();

    PrintableWriter(Writer terminal) {
        super(terminal);
    }

    @Override
    public void write(int character) throws IOException {
        synchronized (lock) {
            if (character == '\n') {
                emit();
                out.write('\n');
            } else if (character != '\r') {
                line.append((char) character);
            }
        }
    }

    @Override
    public void write(char[] characters, int from, int count) throws IOException {
        synchronized (lock) {
            for (int i = from; i < from + count; i++) {
                write(characters[i]);
            }
        }
    }

    @Override
    public void write(String text, int from, int count) throws IOException {
        synchronized (lock) {
            for (int i = from; i < from + count; i++) {
                write(text.charAt(i));
            }
        }
    }

    /** Shows an unfinished line, too: a question waits for its answer. */
    @Override
    public void flush() throws IOException {
        synchronized (lock) {
            emit();
            super.flush();
        }
    }

    private void emit() throws IOException {
        out.write(PrintableText.clean(line.toString(), LONGEST));
        line.setLength(0);
    }
}
