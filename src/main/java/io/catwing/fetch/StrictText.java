package io.catwing.fetch;

import io.catwing.failure.QuarantinedFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Bytes as text, where nothing is replaced or guessed: bytes that are not of the charset and U+0000 are refused with the
 * line they stand on. A byte order mark in front goes.
 */
final class StrictText extends Reader {
    private static final int BUFFER = 1 << 14;
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream in;
    private final Charset charset;
    private final String setting;
    private final CharsetDecoder decoder;
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).flip();
    private boolean atEnd;
    private long line = 1;
    private long column = 1;

    /** @throws QuarantinedFailure where the text begins with the mark of another charset */
    StrictText(InputStream in, Charset charset) throws IOException {
        this(in, charset, "csv.charset");
    }

    /** @param setting that declares the charset */
    StrictText(InputStream in, Charset charset, String setting) throws IOException {
        this.setting = setting;
        this.charset = charset;
        this.decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        PushbackInputStream begun = new PushbackInputStream(in, MARK.length);
        byte[] first = begun.readNBytes(MARK.length);
        boolean marked = java.util.Arrays.equals(first, MARK);
        if (marked && !charset.equals(StandardCharsets.UTF_8)) {
            throw new QuarantinedFailure(
                    "line 1, column 1: the mark of UTF-8, but " + setting + " is " + charset,
                    "say " + says("UTF-8") + " in the client's file");
        }
        if (!marked) {
            begun.unread(first);
        }
        this.in = begun;
    }

    @Override
    public int read(char[] to, int offset, int length) throws IOException {
        CharBuffer chars = CharBuffer.wrap(to, offset, length);
        CoderResult result;
        do {
            fill();
            result = decoder.decode(bytes, chars, atEnd);
        } while (result.isUnderflow() && !atEnd && chars.position() == offset);
        int count = chars.position() - offset;
        look(to, offset, count);
        if (result.isError()) {
            throw refused("is not " + charset, "say in the client's file which charset it is: " + says("windows-1252"));
        }
        return count == 0 && atEnd ? -1 : count;
    }

    private void fill() throws IOException {
        bytes.compact();
        int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
        if (count < 0) {
            atEnd = true;
        } else {
            bytes.position(bytes.position() + count);
        }
        bytes.flip();
    }

    private void look(char[] text, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (text[i] == 0) {
                throw refused("is U+0000", "it may be UTF-16: say " + says("UTF-16") + "; else have it exported again");
            }
            column = text[i] == '\n' ? 1 : column + 1;
            line += text[i] == '\n' ? 1 : 0;
        }
    }

    /** As it is written in the client's file. */
    private String says(String value) {
        return setting.replace(".", ": {") + ": " + value + "}";
    }

    private QuarantinedFailure refused(String what, String hint) {
        return new QuarantinedFailure("line " + line + ", column " + column + ": what stands there " + what, hint);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
