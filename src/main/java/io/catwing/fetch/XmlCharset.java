package io.catwing.fetch;

import io.catwing.failure.QuarantinedFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The charset of XML: what the client's file declares, else the mark in front, else what the XML itself declares. */
final class XmlCharset {
    private static final int LOOKED_AT = 256;
    private static final Pattern DECLARED =
            Pattern.compile("^\\s*<\\?xml\\s[^>]*?encoding\\s*=\\s*[\"']([A-Za-z0-9._:-]+)[\"']");

    private XmlCharset() {}

    /** @param declared in the client's file, or null */
    static Reader open(InputStream in, Charset declared) throws IOException {
        PushbackInputStream begun = new PushbackInputStream(in, LOOKED_AT);
        byte[] first = begun.readNBytes(LOOKED_AT);
        begun.unread(first);
        return new StrictText(begun, declared != null ? declared : of(first), "answer.charset");
    }

    private static Charset of(byte[] first) {
        boolean wide = first.length > 1
                && ((first[0] & 0xff) == 0xfe && (first[1] & 0xff) == 0xff
                        || (first[0] & 0xff) == 0xff && (first[1] & 0xff) == 0xfe);
        if (wide) {
            return StandardCharsets.UTF_16;
        }
        Matcher declaration = DECLARED.matcher(new String(first, StandardCharsets.ISO_8859_1));
        if (!declaration.find()) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(declaration.group(1));
        } catch (IllegalArgumentException e) {
            throw new QuarantinedFailure(
                    "the XML declares the charset '" + declaration.group(1) + "', which is not known",
                    "say answer: {charset: …} in the client's file",
                    e);
        }
    }
}
