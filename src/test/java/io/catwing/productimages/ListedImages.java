package io.catwing.productimages;

import io.catwing.bucket.Area;
import io.catwing.bucket.ObjectKey;
import io.catwing.bucket.ObjectStore;
import io.catwing.bucket.StoredObject;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Images that are computed and not stored, as the fetch would have put them. */
final class ListedImages implements ObjectStore {
    private static final String SHA256 = "0123456789abcdef".repeat(4);

    private final Listing listing;

    interface Listing {
        Stream<StoredObject> list(Consumer<String> others);
    }

    ListedImages(Listing listing) {
        this.listing = listing;
    }

    /** Of a client. */
    static StoredObject image(String product, String etag) {
        return new StoredObject(
                new ObjectKey(Area.PRODUCT_IMAGES, ImagesFixture.CLIENT + "/" + product + ".jpg"),
                etag,
                1000,
                Instant.EPOCH,
                new ImageMetadata(40, 30, SHA256, "http://erp.test/" + product, SHA256, null, null).write());
    }

    @Override
    public Stream<StoredObject> list(Area area, String pathPrefix, Consumer<String> others) {
        return listing.list(others);
    }

    @Override
    public Optional<StoredObject> find(ObjectKey key) {
        return listing.list(other -> {})
                .filter(object -> object.key().equals(key))
                .findFirst();
    }

    @Override
    public StoredObject confirm(ObjectKey key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public InputStream open(StoredObject object) {
        throw new UnsupportedOperationException();
    }

    @Override
    public InputStream open(StoredObject object, long from, long bytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public StoredObject upload(ObjectKey key, Path file, String contentType, Optional<StoredObject> seen) {
        throw new UnsupportedOperationException();
    }
}
