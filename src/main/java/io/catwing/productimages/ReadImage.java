package io.catwing.productimages;

import io.catwing.bucket.ObjectStore;
import io.catwing.bucket.SpoolFolder;
import io.catwing.bucket.StoredObject;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.failure.RetryableFailure;
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
     * @throws RetryableFailure where S3 or the disk fails: it says nothing of the image, so that nothing may be written down
     */
    Optional<StoredImage> read(StoredObject listed) {
        Optional<String> product = ImageKey.productId(listed.key());
        if (product.isEmpty()) {
            return Optional.of(StoredImage.unreadable(
                    listed, listed.key() + " is not the key of a product's image\nHINT: " + LoadImages.NAMES));
        }
        return asListed(listed).flatMap(now -> ImageMetadata.read(now.metadata())
                .map(ours -> Optional.of(new StoredImage(
                        listed, product.get(), ours.width(), ours.height(), ours.sha256(), ours.url(), null)))
                .orElseGet(() -> measure(listed, product.get())));
    }

    private Optional<StoredObject> asListed(StoredObject listed) {
        return objectStore.find(listed.key()).filter(now -> now.etag().equals(listed.etag()));
    }

    private Optional<StoredImage> measure(StoredObject listed, String product) {
        if (listed.bytes() > MOST_BYTES) {
            return Optional.of(
                    unusable(listed, "it is longer than " + MOST_BYTES + " bytes\nHINT: upload a smaller one"));
        }
        Path spool = spools.newFile("uploaded-image");
        try {
            return copy(listed, spool) ? Optional.of(measured(listed, product, spool)) : Optional.empty();
        } finally {
            remove(listed, spool);
        }
    }

    /** @return false where it is gone, or another by now */
    private boolean copy(StoredObject listed, Path to) {
        try (InputStream in = objectStore.open(listed)) {
            Files.copy(in, to);
            return true;
        } catch (QuarantinedFailure altered) {
            if (asListed(listed).isPresent()) {
                throw altered;
            }
            return false;
        } catch (IOException e) {
            throw new RetryableFailure(
                    listed.key() + " cannot be brought to " + to + ": " + e,
                    "is S3 reachable, and is there room under CATWING_HOME? run the same command again",
                    e);
        }
    }

    private StoredImage measured(StoredObject listed, String product, Path spool) {
        try {
            ImageFormat format = ImageFormat.of(spool);
            if (format != ImageFormat.JPEG) {
                return unusable(listed, "it is " + format + ", and only a JPEG may lie here\nHINT: upload a JPEG");
            }
            VerifiedImage image = verifier.verify(spool, format, MOST_MEGAPIXELS, spool);
            return new StoredImage(listed, product, image.width(), image.height(), image.sha256(), null, null);
        } catch (QuarantinedFailure refused) {
            return unusable(listed, refused.getMessage());
        } catch (IOException e) {
            throw broken(listed, "cannot be read", e);
        }
    }

    private static StoredImage unusable(StoredObject listed, String why) {
        return StoredImage.unreadable(listed, listed.key() + ", uploaded by hand: " + why);
    }

    private static RetryableFailure broken(StoredObject listed, String how, IOException e) {
        return new RetryableFailure(
                "the spool file of " + listed.key() + " " + how + ": " + e,
                "look at the disk of CATWING_HOME, then run the same command again",
                e);
    }

    private static void remove(StoredObject listed, Path spool) {
        try {
            Files.deleteIfExists(spool);
        } catch (IOException e) {
            throw broken(listed, "cannot be removed", e);
        }
    }
}
