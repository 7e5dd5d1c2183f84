package io.catwing.fetch;

import java.nio.charset.StandardCharsets;

/** Encodes addresses so that nothing on the way has a reason to encode them again. */
final class Addresses {

    /** What may stand bare in a query's names and values; {@code $} so that OData's own names stay readable. */
    private static final String BARE_IN_QUERY = "-._~$:@/!*(),'";

    /** What may stand in an address at all (RFC 3986). */
    private static final String BARE = "-._~:/?#[]@!$&'()*+,;=%";

    private Addresses() {}

    /** A query parameter's name or value. */
    static String encodeQuery(String text) {
        return encode(text, BARE_IN_QUERY);
    }

    /** An address from outside: what is encoded stays, and what no address may hold is encoded. */
    static String tidy(String address) {
        return encode(address.strip(), BARE);
    }

    private static String encode(String text, String bare) {
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean letterOrDigit = c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
            if (letterOrDigit || bare.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append(String.format("%%%02X", (int) c));
            }
        }
        return out.toString();
    }
}
