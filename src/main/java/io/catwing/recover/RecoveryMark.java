package io.catwing.recover;

import io.catwing.job.RunId;
import io.catwing.recover.RecoveryJob.Kind;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a recovery's database says of itself, as its comment: for which database, by which run, of what, and how far. A
 * recovery that was killed is found by it and taken up where it stopped.
 *
 * @param subject of the order, see {@link RecoveryJob#subject}
 */
record RecoveryMark(DatabaseName live, RunId run, Kind kind, String subject, Stage stage) {

    /** How far it is. Each is written after what it names is done. */
    enum Stage {
        /** There, and maybe something in it. */
        MADE,
        /** Filled to where the stage load goes on by itself: restored and found equal to the backup, or migrated. */
        BEGUN,
        /** Filled, checked, found good. */
        CHECKED,
        /** Filled, and found different from what it should be; for people to look at. */
        REFUSED
    }

    private static final Pattern FORM = Pattern.compile(
            "catwing recovery of ([^,]+), run ([^,]+), (FAST|FULL), (MADE|BEGUN|CHECKED|REFUSED): (.*)",
            Pattern.DOTALL);

    static Optional<RecoveryMark> parse(String comment) {
        Matcher parts = FORM.matcher(comment);
        return parts.matches()
                ? Optional.of(new RecoveryMark(
                        new DatabaseName(parts.group(1)),
                        new RunId(parts.group(2)),
                        Kind.valueOf(parts.group(3)),
                        parts.group(5),
                        Stage.valueOf(parts.group(4))))
                : Optional.empty();
    }

    /** Whether it is a drill's database, which is compared and dropped and nobody's to switch to: it holds what the backup holds. */
    boolean isOfDrill() {
        return kind == Kind.FAST && subject.startsWith("scratch ");
    }

    RecoveryMark at(Stage next) {
        return new RecoveryMark(live, run, kind, subject, next);
    }

    @Override
    public String toString() {
        return "catwing recovery of " + live + ", run " + run + ", " + kind + ", " + stage + ": " + subject;
    }
}
