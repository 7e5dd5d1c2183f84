package io.catwing.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Encodes addresses so that nothing later has a reason to encode them again, and distinguishes servers. */
public final class Addresses {

    /** Characters that may be unescaped in a query's names and values; {@code $} so that OData's own names stay readable. */
    private static final String BARE_IN_QUERY = "-._~$:@/!*(),'";

    /** Characters that may occur in an address at all (RFC 3986). */
    private static final String BARE = "-._~:/?#[]@!$&'()*+,;=%";

    private Addresses() {}

    /** A query parameter's name or value. */
    public static String encodeQuery(String text) {
        return encode(text, BARE_IN_QUERY);
    }

    /** An address, or its path and query, without some parameters of the query; the rest stays as it is. @param names unencoded */
    public static String without(Set<String> names, String address) {
        int query = address.indexOf('?') + 1;
        if (query == 0 || names.isEmpty()) {
            return address;
        }
        Set<String> encoded = encoded(names);
        String rest = Arrays.stream(address.substring(query).split("&"))
                .filter(parameter -> !encoded.contains(name(parameter)))
                .collect(Collectors.joining("&"));
        return address.substring(0, query - 1) + (rest.isEmpty() ? "" : "?" + rest);
    }

    /** An address, or its path and query, with these parameters once where they stand there again with the same value: the last ones. */
    public static String once(Set<String> names, String address) {
        int query = address.indexOf('?') + 1;
        if (query == 0 || names.isEmpty()) {
            return address;
        }
        Set<String> encoded = encoded(names);
        List<String> parameters = Arrays.asList(address.substring(query).split("&"));
        return address.substring(0, query)
                + IntStream.range(0, parameters.size())
                        .filter(at -> at == parameters.lastIndexOf(parameters.get(at))
                                || !encoded.contains(name(parameters.get(at))))
                        .mapToObj(parameters::get)
                        .collect(Collectors.joining("&"));
    }

    private static Set<String> encoded(Set<String> names) {
        return names.stream().map(Addresses::encodeQuery).collect(Collectors.toSet());
    }

    private static String name(String parameter) {
        return parameter.replaceFirst("=.*", "");
    }

    /** An external address: what is encoded stays, and characters that no address may hold are encoded. */
    public static String tidy(String address) {
        return encode(address.strip(), BARE);
    }

    /** Scheme, host and port, always with the port: equal for two addresses that reach one server. */
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
