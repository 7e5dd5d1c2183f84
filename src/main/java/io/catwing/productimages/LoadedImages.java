package io.catwing.productimages;

import io.catwing.bucket.Misnamed;
import io.catwing.client.ClientId;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one load of a client's images came to: numbers, and as many reasons as are told. */
final class LoadedImages {
    private static final int TOLD = 3;

    private final ClientId client;
    private final List<String> reasons = new ArrayList<>();
    private boolean nothing = true;
    private long fine;
    private long rejected;
    private long bytes;

    LoadedImages(ClientId client) {
        this.client = client;
    }

    void gone() {
        nothing = false;
    }

    /** What objects that changed came to; fewer than those that were listed where some are gone by now. */
    void read(List<StoredImage> images) {
        nothing = false;
        for (StoredImage image : images) {
            if (image.fine()) {
                fine++;
                bytes += image.object().bytes();
            } else {
                rejected++;
                if (reasons.size() < TOLD) {
                    reasons.add(image.reason().lines().findFirst().orElse(""));
                }
            }
        }
    }

    StepResult result(Misnamed others) {
        return new StepResult(
                PlanImages.STAGE,
                client,
                PlanImages.LOAD,
                null,
                nothing ? Outcome.ALREADY_THERE : Outcome.DONE,
                fine,
                rejected,
                bytes,
                message(others));
    }

    /** Null where all is well. What has no image's name is told by each load, what is no image when it is new. */
    private String message(Misnamed others) {
        Optional<String> misnamed = others.note(LoadImages.NAMES);
        if (rejected == 0) {
            return misnamed.orElse(null);
        }
        StringBuilder text = new StringBuilder().append(rejected).append(" objects are no images");
        reasons.forEach(reason -> text.append("\n  ").append(reason));
        misnamed.ifPresent(
                note -> text.append('\n').append(note.lines().findFirst().orElse("")));
        return text.append("\nHINT: ops.product_image_failure has each with its hint")
                .toString();
    }
}
