package io.catwing.productimages;

import io.catwing.client.Client;
import io.catwing.failure.PrintableText;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.http.Addresses;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** From what a record calls its image to the address that is asked for it. */
final class ImageAddress {
    private static final int SHOWN = 80;

    /** Server, path and query; what is behind them is sent to nobody (RFC 3986, appendix B). */
    private static final Pattern PARTS =
            Pattern.compile("((?:[^:/?#]+:)?(?://[^/?#]*)?)([^?#]*)((?:\\?[^#]*)?)(?:#.*)?");

    private static final Pattern BARE_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private ImageAddress() {}

    /**
     * Below the client's base where it is relative. Slashes in its path stay: two in a row mean something to some servers.
     *
     * @throws QuarantinedFailure where it is none
     */
    static URI of(Client client, String url) {
        URI address;
        try {
            address = resolved(client.images().base(), encoded(url));
        } catch (URISyntaxException e) {
            throw new QuarantinedFailure(
                    "picture_url is no address: " + shown(url),
                    "look at the record and at the mapping of picture_url in the client's file",
                    e);
        }
        if (address.toString().length() > ImageMetadata.LONGEST_URL) {
            throw new QuarantinedFailure(
                    "picture_url is longer than " + ImageMetadata.LONGEST_URL + " bytes: " + shown(url),
                    "have the ERP name its images by shorter addresses");
        }
        return address;
    }

    private static URI encoded(String url) throws URISyntaxException {
        Matcher parts = parts(BARE_PERCENT.matcher(Addresses.tidy(url)).replaceAll("%25"));
        String path = parts.group(2).replace("[", "%5B").replace("]", "%5D");
        return new URI(parts.group(1) + path + parts.group(3));
    }

    /** As {@link URI#resolve}, which would join slashes, too. */
    private static URI resolved(URI base, URI url) throws URISyntaxException {
        boolean relative = url.getScheme() == null
                && url.getRawAuthority() == null
                && !url.getRawPath().startsWith("/");
        URI absolute = relative ? new URI(base.toString() + url) : base.resolve(url);
        Matcher parts = parts(absolute.toString());
        return new URI(parts.group(1) + withoutDots(parts.group(2)) + parts.group(3));
    }

    private static Matcher parts(String address) {
        Matcher parts = PARTS.matcher(address);
        parts.matches();
        return parts;
    }

    /** RFC 3986, 5.2.4. */
    private static String withoutDots(String path) {
        if (!path.startsWith("/")) {
            return path;
        }
        Deque<String> kept = new ArrayDeque<>();
        for (String segment : path.substring(1).split("/", -1)) {
            if (segment.equals("..")) {
                kept.pollLast();
            } else if (!segment.equals(".")) {
                kept.add(segment);
            }
        }
        String end = path.endsWith("/.") || path.endsWith("/..") ? "/" : "";
        return "/" + String.join("/", kept) + (kept.isEmpty() ? "" : end);
    }

    /** Without a query, which may be a signature. */
    static String shown(String url) {
        return PrintableText.clean(url.strip().replaceAll("[?#].*", ""), SHOWN);
    }
}
