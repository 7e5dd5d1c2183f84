package io.catwing.productimages;

import io.catwing.failure.ParkedFailure;
import io.catwing.lake.Lake;
import io.catwing.lake.LakeObject;
import io.catwing.spool.SpoolFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Reads what an object in S3 is, from its metadata where we put it and from its bytes where somebody else did. */
@Component
public class ReadPicture {
    /** Of one that was uploaded by hand: what a client's file may allow at most. */
    private static final long MOST_BYTES = 100L << 20;

    private static final int MOST_MEGAPIXELS = 50;

    private final Lake lake;
    private final SpoolFolder spools;
    private final VerifyPicture verifier;

    public ReadPicture(Lake lake, SpoolFolder spools, VerifyPicture verifier) {
        this.lake = lake;
        this.spools = spools;
        this.verifier = verifier;
    }

    /**
     * Empty where it is gone, or another by now, which the next load will see.
     *
     * @param listed without metadata
     */
    Optional<StoredPicture> read(LakeObject listed) {
        Optional<String> product = PictureKey.productId(listed.key());
        if (product.isEmpty()) {
            return Optional.of(StoredPicture.unreadable(
                    listed, listed.key() + " is not the key of a product's picture\nHINT: " + LoadPictures.NAMES));
        }
        Optional<LakeObject> found =
                lake.find(listed.key()).filter(now -> now.etag().equals(listed.etag()));
        return found.map(now -> PictureMetadata.read(now.metadata())
                .map(ours -> new StoredPicture(
                        listed, product.get(), ours.width(), ours.height(), ours.sha256(), ours.url(), null))
                .orElseGet(() -> measure(listed, product.get())));
    }

    private StoredPicture measure(LakeObject listed, String product) {
        try {
            VerifiedPicture measured = verified(listed);
            return new StoredPicture(
                    listed, product, measured.width(), measured.height(), measured.sha256(), null, null);
        } catch (ParkedFailure failure) {
            return StoredPicture.unreadable(
                    listed, listed.key() + ", uploaded by hand: " + failure.fact() + "\nHINT: " + failure.hint());
        }
    }

    private VerifiedPicture verified(LakeObject listed) {
        if (listed.bytes() > MOST_BYTES) {
            throw new ParkedFailure("it is longer than " + MOST_BYTES + " bytes", "upload a smaller one");
        }
        Path spool = spools.newFile("uploaded-picture");
        try {
            try (InputStream in = lake.open(listed)) {
                Files.copy(in, spool);
            }
            PictureFormat format = PictureFormat.of(spool);
            if (format != PictureFormat.JPEG) {
                throw new ParkedFailure("it is " + format + ", and only a JPEG may lie here", "upload a JPEG");
            }
            return verifier.verify(spool, format, MOST_MEGAPIXELS, spool);
        } catch (IOException e) {
            throw new ParkedFailure("it cannot be read: " + e.getMessage(), "run the same command again", e);
        } finally {
            remove(spool);
        }
    }

    private static void remove(Path spool) {
        try {
            Files.deleteIfExists(spool);
        } catch (IOException e) {
            throw new ParkedFailure("its spool file cannot be removed: " + e, "look at the disk of CATWING_HOME", e);
        }
    }
}
