package io.catwing.productimages;

import io.catwing.bucket.ObjectStore;
import io.catwing.bucket.SpoolFolder;
import io.catwing.bucket.StoredObject;
import io.catwing.failure.QuarantinedFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Reads what an object in S3 is, from its metadata where we put it and from its bytes where somebody else did. */
@Component
public class ReadImage {
    /** Of one that was uploaded by hand: what a client's file may allow at most. */
    private static final long MOST_BYTES = 100L << 20;

    private static final int MOST_MEGAPIXELS = 50;

    private final ObjectStore objectStore;
    private final SpoolFolder spools;
    private final VerifyImage verifier;

    public ReadImage(ObjectStore objectStore, SpoolFolder spools, VerifyImage verifier) {
        this.objectStore = objectStore;
        this.spools = spools;
        this.verifier = verifier;
    }

    /**
     * Empty where it is gone, or another by now, which the next load will see.
     *
     * @param listed without metadata
     */
    Optional<StoredImage> read(StoredObject listed) {
        Optional<String> product = ImageKey.productId(listed.key());
        if (product.isEmpty()) {
            return Optional.of(StoredImage.unreadable(
                    listed, listed.key() + " is not the key of a product's image\nHINT: " + LoadImages.NAMES));
        }
        Optional<StoredObject> found =
                objectStore.find(listed.key()).filter(now -> now.etag().equals(listed.etag()));
        return found.map(now -> ImageMetadata.read(now.metadata())
                .map(ours -> new StoredImage(
                        listed, product.get(), ours.width(), ours.height(), ours.sha256(), ours.url(), null))
                .orElseGet(() -> measure(listed, product.get())));
    }

    private StoredImage measure(StoredObject listed, String product) {
        try {
            VerifiedImage measured = verified(listed);
            return new StoredImage(listed, product, measured.width(), measured.height(), measured.sha256(), null, null);
        } catch (QuarantinedFailure failure) {
            return StoredImage.unreadable(
                    listed, listed.key() + ", uploaded by hand: " + failure.fact() + "\nHINT: " + failure.hint());
        }
    }

    private VerifiedImage verified(StoredObject listed) {
        if (listed.bytes() > MOST_BYTES) {
            throw new QuarantinedFailure("it is longer than " + MOST_BYTES + " bytes", "upload a smaller one");
        }
        Path spool = spools.newFile("uploaded-image");
        try {
            try (InputStream in = objectStore.open(listed)) {
                Files.copy(in, spool);
            }
            ImageFormat format = ImageFormat.of(spool);
            if (format != ImageFormat.JPEG) {
                throw new QuarantinedFailure("it is " + format + ", and only a JPEG may lie here", "upload a JPEG");
            }
            return verifier.verify(spool, format, MOST_MEGAPIXELS, spool);
        } catch (IOException e) {
            throw new QuarantinedFailure("it cannot be read: " + e.getMessage(), "run the same command again", e);
        } finally {
            remove(spool);
        }
    }

    private static void remove(Path spool) {
        try {
            Files.deleteIfExists(spool);
        } catch (IOException e) {
            throw new QuarantinedFailure(
                    "its spool file cannot be removed: " + e, "look at the disk of CATWING_HOME", e);
        }
    }
}
