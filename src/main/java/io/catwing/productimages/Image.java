package io.catwing.productimages;

import io.catwing.bucket.ObjectKey;
import io.catwing.client.Client;
import io.catwing.failure.PrintableText;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.http.Addresses;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;

/** One image while it is fetched. One route works on it. */
final class Image {
    private static final int SHOWN = 80;

    final ImageCounters counters;
    final ImageRequest order;
    final Path spool;
    final Path converted;

    URI address;
    ObjectKey key;
    /** What S3 has, as we put it; empty for none and for one that was put by hand. */
    Optional<ImageMetadata> there = Optional.empty();
    /** Whether S3 has said what is there; only then the server is asked. */
    boolean located;

    /** What came; null before, and where nothing changed. */
    ImageAnswer answer;

    /** What is to be stored; null before it was verified. */
    VerifiedImage verified;

    int attempts;

    Image(ImageCounters counters, ImageRequest order, Path spool, Path converted) {
        this.counters = counters;
        this.order = order;
        this.spool = spool;
        this.converted = converted;
    }

    Client client() {
        return counters.client();
    }

    String server() {
        return Addresses.origin(address);
    }

    /** Whether a server may be asked "is it still this one?". */
    boolean isKnown() {
        return !order.again()
                && there.filter(t -> t.url().equals(address.toString())).isPresent();
    }

    /**
     * The address that a record names, below the client's base where it is relative.
     *
     * @throws QuarantinedFailure where it is none
     */
    static URI address(Client client, String url) {
        try {
            URI address = client.images().base().resolve(new URI(Addresses.tidy(url)));
            URI plain = new URI(address.toString().replaceFirst("#.*$", "")).normalize();
            if (plain.toString().length() > ImageMetadata.LONGEST_URL) {
                throw new QuarantinedFailure(
                        "picture_url is longer than " + ImageMetadata.LONGEST_URL + " bytes: " + shown(url),
                        "have the ERP name its images by shorter addresses");
            }
            return plain;
        } catch (URISyntaxException e) {
            throw new QuarantinedFailure(
                    "picture_url is no address: " + shown(url),
                    "look at the record and at the mapping of picture_url in the client's file",
                    e);
        }
    }

    /** Without a query, which may be a signature. */
    static String shown(String url) {
        return PrintableText.clean(url.strip().replaceAll("[?#].*", ""), SHOWN);
    }

    @Override
    public String toString() {
        return "image of product " + order.productId();
    }
}
