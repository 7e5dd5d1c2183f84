package io.catwing.postgres.dump;

import io.catwing.postgres.dump.Token.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reads quoted text, and writes it so that it means the same under any setting. */
final class SqlQuotes {
    static final int LONGEST = 64 << 20;

    /** Represents a string whose value the rules must not trust. */
    private static final Token UNREADABLE = new Token(Kind.STRING, "\\");

    private final DumpSource source;
    private final ByteArrayOutputStream sql;

    SqlQuotes(DumpSource source, ByteArrayOutputStream sql) {
        this.source = source;
        this.sql = sql;
    }

    /**
     * The rest of a string. If it contains a backslash, its meaning depends on {@code standard_conforming_strings},
     * which a function of the dump's own could change on the way; so it is written as an escaped string, which means the
     * same under both settings.
     */
    Token string() throws IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        boolean escapes = false;
        while (true) {
            int c = next("a string", plain);
            if (c == '\'') {
                if (source.peek(0) != '\'') {
                    break;
                }
                source.read();
                plain.write(c);
            } else if (c == '\\') {
                escapes = true;
                plain.write(c);
            }
            plain.write(c);
        }
        sql.writeBytes((escapes ? " E'" : "'").getBytes(StandardCharsets.US_ASCII));
        sql.writeBytes(plain.toByteArray());
        sql.write('\'');
        return escapes ? UNREADABLE : new Token(Kind.STRING, plain.toString(StandardCharsets.UTF_8));
    }

    /** The rest of a string with the prefix E. */
    Token escapedString() throws IOException {
        while (true) {
            int c = next("a string", sql);
            sql.write(c);
            if (c == '\\') {
                sql.write(next("a string", sql));
            } else if (c == '\'') {
                if (source.peek(0) != '\'') {
                    return UNREADABLE;
                }
                sql.write(source.read());
            }
        }
    }

    /** The rest of a name in double quotes. */
    Token name() throws IOException {
        ByteArrayOutputStream name = new ByteArrayOutputStream();
        sql.write('"');
        while (true) {
            int c = next("a quoted name", sql);
            sql.write(c);
            if (c == '"') {
                if (source.peek(0) != '"') {
                    return new Token(Kind.QUOTED_NAME, name.toString(StandardCharsets.UTF_8));
                }
                sql.write(source.read());
            }
            name.write(c);
        }
    }

    /** The text after a dollar sign that begins a quote. */
    Token dollarQuoted() throws IOException {
        int ahead = 0;
        while (source.peek(ahead) != '$') {
            int c = source.peek(ahead);
            boolean fits = ahead == 0 ? DumpReader.isWordStart(c) : DumpReader.isWordPart(c);
            if (!fits || ahead > 63) {
                throw Refusal.of(source.line(), "has a dollar sign that begins no quote");
            }
            ahead++;
        }
        byte[] delimiter = new byte[ahead + 2];
        delimiter[0] = '$';
        for (int i = 1; i < delimiter.length; i++) {
            delimiter[i] = (byte) source.read();
        }
        sql.writeBytes(delimiter);
        while (true) {
            int c = next("a dollar quote", sql);
            sql.write(c);
            if (c == '$' && follows(delimiter)) {
                for (int i = 1; i < delimiter.length; i++) {
                    sql.write(source.read());
                }
                return UNREADABLE;
            }
        }
    }

    private boolean follows(byte[] delimiter) throws IOException {
        for (int i = 1; i < delimiter.length; i++) {
            if (source.peek(i - 1) != (delimiter[i] & 0xff)) {
                return false;
            }
        }
        return true;
    }

    private int next(String what, ByteArrayOutputStream soFar) throws IOException {
        int c = source.read();
        if (c < 0) {
            throw Refusal.of(source.line(), "has " + what + " that does not end");
        }
        if (c == 0) {
            throw Refusal.of(source.line(), "has a zero byte in " + what);
        }
        if (soFar.size() > LONGEST) {
            throw Refusal.of(source.line(), "has " + what + " of more than " + LONGEST + " bytes");
        }
        return c;
    }
}
