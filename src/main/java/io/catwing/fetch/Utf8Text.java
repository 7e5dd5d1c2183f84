package io.catwing.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** A text as bytes of UTF-8, whatever charset it came in. */
final class Utf8Text extends InputStream {
    private static final int BUFFER = 1 << 13;

    private final Reader text;
    private final CharsetEncoder encoder = StandardCharsets.UTF_8
            .newEncoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final CharBuffer chars = CharBuffer.allocate(BUFFER).flip();
    private final ByteBuffer bytes = ByteBuffer.allocate(4 * BUFFER).flip();
    private boolean atEnd;

    Utf8Text(Reader text) {
        this.text = text;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!bytes.hasRemaining()) {
            if (atEnd) {
                return -1;
            }
            fill();
        }
        int some = Math.min(length, bytes.remaining());
        bytes.get(to, offset, some);
        return some;
    }

    private void fill() throws IOException {
        chars.compact();
        int count = text.read(chars.array(), chars.position(), chars.remaining());
        if (count < 0) {
            atEnd = true;
        } else {
            chars.position(chars.position() + count);
        }
        chars.flip();
        bytes.clear();
        encoder.encode(chars, bytes, atEnd);
        if (atEnd) {
            encoder.flush(bytes);
        }
        bytes.flip();
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
