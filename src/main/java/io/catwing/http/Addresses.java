package io.catwing.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Encodes addresses so that nothing on the way has a reason to encode them again, and tells servers apart. */
public final class Addresses {

    /** What may stand bare in a query's names and values; {@code $} so that OData's own names stay readable. */
    private static final String BARE_IN_QUERY = "-._~$:@/!*(),'";

    /** What may stand in an address at all (RFC 3986). */
    private static final String BARE = "-._~:/?#[]@!$&'()*+,;=%";

    private Addresses() {}

    /** A query parameter's name or value. */
    public static String encodeQuery(String text) {
        return encode(text, BARE_IN_QUERY);
    }

    /** An address from outside: what is encoded stays, and what no address may hold is encoded. */
    public static String tidy(String address) {
        return encode(address.strip(), BARE);
    }

    /** Scheme, host and port, the port always said: what two addresses have in common that reach one server. */
    public static String origin(URI address) {
        int port = address.getPort();
        if (port < 0) {
            port = "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
        }
        return (address.getScheme() + "://" + address.getHost() + ":" + port).toLowerCase(Locale.ROOT);
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
