package io.catwing.load.mapping;

import io.catwing.bucket.RawFile;
import io.catwing.bucket.RawKey;
import io.catwing.client.EntitySpec;
import io.catwing.client.EqualKeys;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The counters of one file that was parsed. */
public final class FileCounters {
    /** Number of reasons that a failed file reports. */
    private static final int TOLD = 3;

    final RawFile file;
    long records;
    long rejected;
    long equal;

    long excluded;

    /** Records that say that their key is gone. */
    long deletions;

    private boolean provesNoAbsence;

    String sha256;
    private final List<String> firstReasons = new ArrayList<>();

    FileCounters(RawFile file) {
        this.file = file;
    }

    void reject(long position, Rejection rejection) {
        rejected++;
        if (firstReasons.size() < TOLD) {
            firstReasons.add("record " + position + ": " + rejection.reason());
        }
    }

    public RawFile file() {
        return file;
    }

    public long rejected() {
        return rejected;
    }

    /** Records and lines that loaded although an earlier one in the file had their key. */
    public long equal() {
        return equal;
    }

    /** Records that the mapping's where excludes. */
    public long excluded() {
        return excluded;
    }

    /** Records that say that their key is gone. */
    public long deletions() {
        return deletions;
    }

    /** A snapshot from which nothing may be concluded of what it does not list, for some of it was rejected. */
    public void provesNoAbsence() {
        provesNoAbsence = true;
    }

    /** Of the whole file, in hexadecimal digits. */
    public String sha256() {
        return sha256;
    }

    /** Records whose rows were written or marked; lines are counted with their record. */
    public long loaded() {
        return records - rejected - excluded;
    }

    public String firstReasons() {
        return String.join("; ", firstReasons);
    }

    /** @param counts which of equal keys count */
    public StepResult outcome(EntitySpec.Mapping counts) {
        RawKey key = file.key();
        return new StepResult(
                "load",
                key.client(),
                key.entity().toString(),
                key.date(),
                Outcome.DONE,
                loaded(),
                rejected,
                file.bytes(),
                notes(counts));
    }

    private String notes(EntitySpec.Mapping mapping) {
        String left = excluded == 0
                ? null
                : String.format(
                        Locale.ROOT,
                        "%,d %s left out by where in the mapping",
                        excluded,
                        excluded == 1 ? "record is" : "records are");
        String gone = deletions == 0
                ? null
                : String.format(
                        Locale.ROOT,
                        deletions == 1 ? "%,d record is a deletion" : "%,d records are deletions",
                        deletions);
        String unmarked = !provesNoAbsence
                ? null
                : String.format(
                        Locale.ROOT,
                        "what this snapshot does not list is not marked as deleted (absent_is_deleted), for %,d of its records %s"
                                + " rejected and would count as not listed: catwing rejects says why; once the mapping reads"
                                + " them, the file is loaded again",
                        rejected,
                        rejected == 1 ? "was" : "were");
        String same = equal == 0 ? null : note(mapping);
        String notes =
                Stream.of(left, gone, unmarked, same).filter(Objects::nonNull).collect(Collectors.joining("; "));
        return notes.isEmpty() ? null : notes;
    }

    private String note(EntitySpec.Mapping mapping) {
        boolean ofLines = mapping.lines() != null
                && (mapping.lines().matches()
                        || mapping.equalKeys() == EqualKeys.LAST && mapping.equalLines() != EqualKeys.LAST);
        EqualKeys mode = ofLines ? mapping.equalLines() : mapping.equalKeys();
        String counts =
                switch (mode) {
                    case SUM -> "their numbers are added up";
                    case LINE_NUMBER -> "the later ones are told apart by a number";
                    default -> "the last one counts";
                };
        return String.format(
                Locale.ROOT,
                "%,d %s a key that one before %s in the file had: %s%s",
                equal,
                equal == 1 ? "record or line has" : "records or lines have",
                equal == 1 ? "it" : "them",
                counts,
                mode == EqualKeys.LAST ? " (on_equal_keys in the mapping says otherwise)" : "");
    }
}
