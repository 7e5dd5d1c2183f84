package io.catwing.fetch;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the Link header of RFC 8288. Possessive, so that a hostile one costs neither time nor stack. */
final class LinkHeader {

    private static final Pattern LINK = Pattern.compile(
            "<([^>]*)>((?:\\s*;\\s*[^\\s=;,\"]+\\s*(?:=\\s*(?:\"(?:[^\"\\\\]|\\\\.)*+\"|[^\\s;,\"]*))?)*+)");
    private static final Pattern REL =
            Pattern.compile(";\\s*rel\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s;,\"]*))", Pattern.CASE_INSENSITIVE);

    private LinkHeader() {}

    /** The target of the first link whose relations name {@code next}; null where none does. */
    static String next(List<String> headers) {
        for (String header : headers) {
            Matcher link = LINK.matcher(header);
            while (link.find()) {
                if (isNext(link.group(2))) {
                    return link.group(1).strip();
                }
            }
        }
        return null;
    }

    /** Of a parameter that occurs twice, the first counts (RFC 8288, 3.3). */
    private static boolean isNext(String parameters) {
        Matcher rel = REL.matcher(parameters);
        if (!rel.find()) {
            return false;
        }
        String relations = rel.group(1) != null ? rel.group(1) : rel.group(2);
        return List.of(relations.toLowerCase(Locale.ROOT).strip().split("\\s+")).contains("next");
    }
}
