package io.catwing.productimages;

import io.catwing.bucket.ObjectKey;
import io.catwing.client.Client;
import io.catwing.http.Addresses;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** One image while it is fetched. One route works on it. */
final class Image {
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

    /** Whether the last attempt was answered by an error that may be this image's own, such as 500. */
    boolean erred;

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

    @Override
    public String toString() {
        return "image of product " + order.productId();
    }
}
