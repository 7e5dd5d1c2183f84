package io.catwing.load;

import io.catwing.raw.RawFile;
import io.catwing.raw.RawKey;
import io.catwing.run.StepOutcome;
import java.util.ArrayList;
import java.util.List;

/** What came of one file while it was parsed. */
final class FileTally {
    /** Reasons that a failed file tells. */
    private static final int TOLD = 3;

    final RawFile file;
    long records;
    long rejected;
    String sha256;
    private final List<String> firstReasons = new ArrayList<>();

    FileTally(RawFile file) {
        this.file = file;
    }

    void reject(long position, Rejection rejection) {
        rejected++;
        if (firstReasons.size() < TOLD) {
            firstReasons.add("record " + position + ": " + rejection.reason());
        }
    }

    /** Records whose rows were written; lines are counted with their record. */
    long loaded() {
        return records - rejected;
    }

    String firstReasons() {
        return String.join("; ", firstReasons);
    }

    StepOutcome outcome() {
        RawKey key = file.key();
        return StepOutcome.done(
                "load", key.client(), key.entity().toString(), key.date(), loaded(), rejected, file.bytes());
    }
}
