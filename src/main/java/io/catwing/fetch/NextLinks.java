package io.catwing.fetch;

import io.catwing.client.EntitySpec;
import io.catwing.client.Erp;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.http.Addresses;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** Follows an ERP's own links within its own host: its credentials go to no other. */
final class NextLinks {

    private final Erp erp;
    private final Set<String> credentials;

    NextLinks(Erp erp, EntitySpec spec) {
        this.erp = erp;
        this.credentials = erp.provingQuery(spec.auth(erp));
    }

    /**
     * @param from address of the page that holds the link
     * @param link absolute or relative; what is encoded in it stays as it is
     * @throws QuarantinedFailure when it leads elsewhere
     */
    URI follow(URI from, String link) {
        URI next;
        try {
            // java.net.URI resolves "?page=2" by RFC 2396, which loses the last segment of the path.
            next = link.startsWith("?")
                    ? new URI(withoutQuery(from) + Addresses.tidy(link))
                    : from.resolve(new URI(Addresses.tidy(link)));
        } catch (URISyntaxException e) {
            throw new QuarantinedFailure(
                    "the next link is no address: " + RecordCopy.shown(e.getReason()),
                    "look whether paging.next points to it; './catwing preview' shows what comes",
                    e);
        }
        if (next.getRawUserInfo() != null || !Addresses.origin(next).equals(Addresses.origin(erp.url()))) {
            throw new QuarantinedFailure(
                    "the next link leads to " + RecordCopy.shown(Addresses.origin(next))
                            + (next.getRawUserInfo() == null ? "" : " with credentials of its own")
                            + ", but the ERP is " + Addresses.origin(erp.url()),
                    "if the ERP really moved, correct erp.url in the client's file");
        }
        return withoutKey(next);
    }

    /** @param path of the ERP's server, with its query; one that begins with {@code //} names no other host */
    URI followPath(String path) {
        URI erp = this.erp.url();
        return follow(erp, erp.getScheme() + "://" + erp.getRawAuthority() + path);
    }

    /** An ERP that takes its key in the query often repeats it in its links. It is added again below Camel. */
    private URI withoutKey(URI address) {
        return credentials.isEmpty() || address.getRawQuery() == null
                ? address
                : URI.create(Addresses.without(credentials, withoutQuery(address) + "?" + address.getRawQuery()));
    }

    private static String withoutQuery(URI address) {
        return address.getScheme() + "://" + address.getRawAuthority() + address.getRawPath();
    }
}
