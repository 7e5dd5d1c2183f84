package io.catwing.postgres.dump;

import io.catwing.failure.QuarantinedFailure;
import io.catwing.postgres.dump.Token.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a dump into its statements, by the rules of PostgreSQL's scanner for quotes, dollar quotes, escapes and
 * comments. What those rules leave to a setting or a version, and what pg_dump never writes, is refused rather than
 * guessed. pg_dump's own {@code \restrict} and {@code \}{@code unrestrict} are removed; any other backslash outside
 * a quote is refused.
 */
final class DumpReader {
    private static final String COMPLETE = " PostgreSQL database dump complete";
    private static final int LONGEST_COMMENT = 1 << 16;

    private final DumpSource source;
    private final ByteArrayOutputStream sql = new ByteArrayOutputStream();
    private final SqlQuotes quotes;
    private List<Token> tokens = new ArrayList<>();
    private boolean any;
    private boolean complete;
    private String restricted;
    private boolean unrestricted;
    private long begins;
    /** Of parentheses and brackets, then of BEGIN ATOMIC and CASE: a semicolon inside ends nothing. */
    private int depth;

    private int atomic;

    DumpReader(InputStream dump) {
        this(new DumpSource(dump));
    }

    DumpReader(DumpSource source) {
        this.source = source;
        this.quotes = new SqlQuotes(source, sql);
    }

    /** Whether the dump said that it is complete. */
    boolean complete() {
        return complete;
    }

    /** The line that is read next. */
    long line() {
        return source.line();
    }

    /** Lines of the dump that are not in what is read here. */
    void skipped(long lines) {
        source.skipped(lines);
    }

    /** The rows after a COPY that was just read. To be read to their end before the next statement. */
    InputStream rows(String table) throws IOException {
        if (source.read() != '\n') {
            throw refused("has something behind a COPY in its line");
        }
        return source.rows(table);
    }

    /** @return null at the end of the dump */
    DumpStatement next() throws IOException {
        sql.reset();
        tokens = new ArrayList<>();
        depth = 0;
        atomic = 0;
        while (true) {
            int c = source.read();
            if (c < 0) {
                return end();
            }
            if (c == ';' && depth == 0 && atomic == 0) {
                if (tokens.isEmpty()) {
                    throw refused("has a semicolon without a statement");
                }
                any = true;
                return new DumpStatement(begins, decoded(), tokens);
            }
            read(c);
            if (sql.size() > SqlQuotes.LONGEST) {
                throw refused("has a statement of more than " + SqlQuotes.LONGEST + " bytes");
            }
        }
    }

    private DumpStatement end() {
        if (!tokens.isEmpty()) {
            throw Refusal.of(begins, "has a statement that does not end");
        }
        if (restricted != null && !unrestricted) {
            throw refused("ends before its \\unrestrict");
        }
        return null;
    }

    private void read(int c) throws IOException {
        switch (c) {
            case ' ', '\t', '\n' -> {
                if (!tokens.isEmpty()) {
                    sql.write(c);
                }
            }
            case '\'' -> add(string(quotes.string()));
            case '"' -> add(quotes.name());
            case '\\' -> backslash();
            case '-' -> {
                if (source.peek(0) == '-') {
                    comment();
                } else {
                    symbol(c);
                }
            }
            case '/' -> {
                if (source.peek(0) == '*') {
                    throw refused("has a comment within /* */");
                }
                symbol(c);
            }
            case '$' -> {
                if (isDigit(source.peek(0))) {
                    sql.write('$');
                    number(source.read());
                } else {
                    add(string(quotes.dollarQuoted()));
                }
            }
            default -> {
                if (isWordStart(c)) {
                    word(c);
                } else if (isDigit(c)) {
                    number(c);
                } else if (c > ' ' && c < 0x7f) {
                    symbol(c);
                } else {
                    throw refused("has the control character 0x" + Integer.toHexString(c) + " outside of quotes");
                }
            }
        }
    }

    /** A string that continues after a line feed is of the kind of its first part: pg_dump writes none. */
    private Token string(Token string) {
        if (!tokens.isEmpty() && tokens.get(tokens.size() - 1).kind() == Kind.STRING) {
            throw refused("has two strings in a row");
        }
        return string;
    }

    private void add(Token token) {
        if (tokens.isEmpty()) {
            if (unrestricted) {
                throw refused("has a statement after \\unrestrict");
            }
            begins = source.line();
        }
        tokens.add(token);
    }

    private void symbol(int c) {
        if (c == '(' || c == '[') {
            depth++;
        } else if (c == ')' || c == ']') {
            depth--;
        }
        add(new Token(Kind.SYMBOL, String.valueOf((char) c)));
        sql.write(c);
    }

    private void word(int first) throws IOException {
        StringBuilder word = new StringBuilder();
        sql.write(first);
        word.append((char) first);
        while (isWordPart(source.peek(0))) {
            int c = source.read();
            sql.write(c);
            word.append((char) c);
        }
        String value = lower(word.toString());
        int next = source.peek(0);
        if (next == '\'' && value.equals("e")) {
            source.read();
            sql.write('\'');
            add(string(quotes.escapedString()));
            return;
        }
        boolean unicode = value.equals("u") && next == '&' && (source.peek(1) == '\'' || source.peek(1) == '"');
        if (unicode || next == '\'' && !(value.equals("b") || value.equals("x"))) {
            throw refused("has a string with the prefix " + value);
        }
        // Names outside ASCII keep their bytes in the SQL; rules only look at ASCII words.
        add(new Token(Kind.WORD, new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)));
        if (depth == 0) {
            countBlocks(value);
        }
    }

    /** As psql does for the bodies of functions in standard SQL. */
    private void countBlocks(String word) {
        if (word.equals("atomic")
                && tokens.size() > 1
                && tokens.get(tokens.size() - 2).is("begin")) {
            atomic++;
        } else if (atomic > 0 && word.equals("case")) {
            atomic++;
        } else if (atomic > 0 && word.equals("end")) {
            atomic--;
        }
    }

    private void number(int first) throws IOException {
        sql.write(first);
        while (isWordPart(source.peek(0)) || source.peek(0) == '.') {
            sql.write(source.read());
        }
        if (source.peek(0) == '\'' || source.peek(0) == '"') {
            throw refused("has a quote right behind a number");
        }
        add(new Token(Kind.NUMBER, ""));
    }

    private void comment() throws IOException {
        String text = restOfLine("a comment").substring(1);
        complete = complete || tokens.isEmpty() && text.equals(COMPLETE);
        if (!tokens.isEmpty()) {
            sql.write('\n');
        }
    }

    /** Up to and including the line feed. */
    private String restOfLine(String what) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int c = source.read(); c >= 0 && c != '\n'; c = source.read()) {
            // For some, a carriage return ends a comment, too.
            if (c < ' ' && c != '\t' || text.size() > LONGEST_COMMENT) {
                throw refused("has the control character 0x" + Integer.toHexString(c) + " in " + what);
            }
            text.write(c);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    /** {@code \restrict KEY} before the first statement, and {@code \}{@code unrestrict KEY} after the last. */
    private void backslash() throws IOException {
        if (!tokens.isEmpty()) {
            throw refused("has a backslash within the statement " + new DumpStatement(begins, "", tokens).called());
        }
        String command = restOfLine("a backslash command");
        boolean opens = command.matches("restrict [A-Za-z0-9]{1,200}");
        boolean closes = command.matches("unrestrict [A-Za-z0-9]{1,200}");
        String key = command.substring(command.indexOf(' ') + 1);
        if (opens && !any && restricted == null) {
            restricted = key;
        } else if (closes && !unrestricted && key.equals(restricted)) {
            unrestricted = true;
        } else {
            String shown = command.replaceAll("[^ -~]", "?");
            throw Refusal.of(
                    source.line() - 1,
                    "has the backslash command \\" + (shown.length() > 60 ? shown.substring(0, 60) + "…" : shown));
        }
    }

    private String decoded() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(sql.toByteArray()))
                    .toString();
        } catch (CharacterCodingException foreign) {
            throw Refusal.of(begins, "has a statement that is not UTF-8");
        }
    }

    private QuarantinedFailure refused(String what) {
        return Refusal.of(source.line(), what);
    }

    /** As the server does with names: only ASCII letters. */
    private static String lower(String word) {
        StringBuilder lower = new StringBuilder(word);
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                lower.setCharAt(i, (char) (c + 32));
            }
        }
        return lower.toString();
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean isWordStart(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 0x80;
    }

    static boolean isWordPart(int c) {
        return isWordStart(c) || isDigit(c) || c == '$';
    }
}
