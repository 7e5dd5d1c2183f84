package io.catwing.fetch;

import io.catwing.client.Delta;
import io.catwing.failure.QuarantinedFailure;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * Where the next file goes on, as it is kept in a raw file's metadata: {@code link /path?query}, {@code token TEXT} (encoded as in
 * a query) or {@code newest INSTANT}.
 *
 * @param text of a link its path and query, so that it is of no other server; of a token itself
 * @param instant of the newest record, null for the others
 */
record Cursor(String kind, String text, Instant instant) {
    private static final String LINK = "link";
    private static final String TOKEN = "token";
    private static final String NEWEST = "newest";

    /** S3 keeps 2 KB of metadata, and the counts of fields are in it as well. */
    private static final int LONGEST = 1200;

    static Cursor link(URI address) {
        String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
        return new Cursor(LINK, address.getRawPath() + query, null);
    }

    static Cursor token(String token) {
        return new Cursor(TOKEN, token, null);
    }

    static Cursor newest(Instant instant) {
        return new Cursor(NEWEST, null, instant);
    }

    /** Null where there is none, or one that the client's file no longer means. */
    static Cursor read(String written, Delta.Feed feed) {
        if (written == null) {
            return null;
        }
        int blank = written.indexOf(' ');
        String kind = blank < 0 ? written : written.substring(0, blank);
        String text = written.substring(blank + 1);
        try {
            if (kind.equals(LINK) && feed instanceof Delta.Link) {
                return new Cursor(LINK, text, null);
            } else if (kind.equals(TOKEN) && feed instanceof Delta.Token) {
                return token(URLDecoder.decode(text, StandardCharsets.UTF_8));
            } else if (kind.equals(NEWEST) && feed instanceof Delta.Newest) {
                return newest(Instant.parse(text));
            }
        } catch (DateTimeException | IllegalArgumentException unreadable) {
            return null;
        }
        return null;
    }

    /** As it is kept. @throws QuarantinedFailure when it is too long to be kept with the file */
    String written() {
        String written = kind + " "
                + (instant != null
                        ? instant.toString()
                        : kind.equals(TOKEN) ? URLEncoder.encode(text, StandardCharsets.UTF_8) : text);
        if (written.length() > LONGEST) {
            throw new QuarantinedFailure(
                    "the " + kind + " that the next file would go on with has " + written.length() + " characters, and "
                            + LONGEST + " can be kept",
                    "say delta: {days: …} or {newest: …} in the client's file");
        }
        return written;
    }
}
