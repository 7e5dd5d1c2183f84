package io.catwing.fetch;

import com.fasterxml.jackson.core.JsonPointer;
import io.catwing.client.Limits;
import io.catwing.failure.QuarantinedFailure;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The text at one place of a JSON body, which holds JSON itself: <code>{"d": "[{\"id\": 1}]"}</code>. It may be as long as a
 * body, so it is read as a stream; what is around it is skipped.
 */
final class TextInJson extends InputStream {
    private final InputStream in;
    private final JsonPointer at;

    private boolean begun;
    private boolean ended;
    /** Objects that are open around the text. */
    private int open;
    /** A character of several bytes on its way out. */
    private byte[] waiting = new byte[0];

    private int waitingAt;

    TextInJson(InputStream in, JsonPointer at) {
        this.in = new BufferedInputStream(in);
        this.at = at;
    }

    @Override
    public int read() throws IOException {
        if (waitingAt < waiting.length) {
            return waiting[waitingAt++] & 0xff;
        }
        if (ended) {
            return -1;
        }
        if (!begun) {
            begun = true;
            find();
        }
        int next = some();
        if (next == '"') {
            ended = true;
            finish();
            return -1;
        }
        if (next != '\\') {
            return next;
        }
        int[] character = {escaped()};
        waiting = new String(character, 0, 1).getBytes(StandardCharsets.UTF_8);
        waitingAt = 0;
        return waiting[waitingAt++] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        int count = 0;
        while (count < length) {
            int next = read();
            if (next < 0) {
                break;
            }
            to[offset + count++] = (byte) next;
        }
        return count == 0 && length > 0 ? -1 : count;
    }

    /** Moves behind the quote that the text begins with. */
    private void find() throws IOException {
        int first = afterBlanks();
        if (first < 0) {
            throw new PageReader.NoJson("the answer is empty");
        }
        for (JsonPointer rest = at; !rest.matches(); rest = rest.tail()) {
            if (first != '{') {
                throw absent(first);
            }
            open++;
            first = member(rest.getMatchingProperty());
        }
        if (first != '"') {
            throw absent(first);
        }
    }

    /** @return the first character of the member's value */
    private int member(String name) throws IOException {
        int next = afterBlanks();
        while (next == '"') {
            boolean found = string(Limits.NAME_BYTES).equals(name);
            require(afterBlanks() == ':');
            int value = afterBlanks();
            if (found) {
                return value;
            }
            next = skip(value);
            if (next == ',') {
                next = afterBlanks();
            }
        }
        throw absent(-1);
    }

    private QuarantinedFailure absent(int first) {
        return new QuarantinedFailure(
                "the answer holds no text at answer.json_text '" + at + "'"
                        + (first < 0 ? "" : ", but what begins with " + (char) first),
                "correct answer.json_text in the client's file; './catwing preview' shows what comes");
    }

    /** Skips a value. @return the first character behind it that is no blank */
    private int skip(int first) throws IOException {
        int depth = 0;
        int next = first;
        while (true) {
            if (next == '"') {
                string(-1);
            } else if (next == '{' || next == '[') {
                depth++;
            } else if (next == '}' || next == ']') {
                depth--;
            } else if (depth == 0) {
                while (next != ',' && next != '}' && next != ']' && !isBlank(next)) {
                    next = some();
                }
                return isBlank(next) ? afterBlanks() : next;
            }
            if (depth == 0) {
                return afterBlanks();
            }
            next = afterBlanks();
            require(next >= 0);
        }
    }

    /** The text behind a quote, up to the next one. @param most bytes that are kept; negative for none */
    private String string(int most) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int next = some(); next != '"'; next = some()) {
            int[] character = {next == '\\' ? escaped() : next};
            if (most >= 0 && text.size() <= most) {
                if (next == '\\') {
                    text.writeBytes(new String(character, 0, 1).getBytes(StandardCharsets.UTF_8));
                } else {
                    text.write(next);
                }
            }
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    /** What is around the text must end as it began. */
    private void finish() throws IOException {
        int next = afterBlanks();
        for (; open > 0; open--) {
            while (next == ',') {
                require(afterBlanks() == '"');
                string(-1);
                require(afterBlanks() == ':');
                next = skip(afterBlanks());
            }
            require(next == '}');
            next = afterBlanks();
        }
        if (next >= 0) {
            throw new PageReader.NoJson("something follows the end of the JSON around answer.json_text");
        }
    }

    /** The character behind a backslash, with both halves of a pair. */
    private int escaped() throws IOException {
        int kind = some();
        return switch (kind) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case '"', '\\', '/' -> kind;
            case 'u' -> pair();
            default -> throw new PageReader.NoJson("an unknown escape in the JSON around answer.json_text");
        };
    }

    private int pair() throws IOException {
        int first = unit();
        if (!Character.isHighSurrogate((char) first)) {
            require(!Character.isLowSurrogate((char) first));
            return first;
        }
        require(some() == '\\' && some() == 'u');
        int second = unit();
        require(Character.isLowSurrogate((char) second));
        return Character.toCodePoint((char) first, (char) second);
    }

    private int unit() throws IOException {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(some(), 16);
            require(digit >= 0);
            unit = unit * 16 + digit;
        }
        return unit;
    }

    private int afterBlanks() throws IOException {
        int next = in.read();
        while (isBlank(next)) {
            next = in.read();
        }
        return next;
    }

    private static boolean isBlank(int next) {
        return next == ' ' || next == '\n' || next == '\r' || next == '\t';
    }

    private int some() throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new PageReader.NoJson("the answer ends in the middle");
        }
        return next;
    }

    private static void require(boolean right) throws IOException {
        if (!right) {
            throw new PageReader.NoJson("what is around answer.json_text is no JSON");
        }
    }
}
