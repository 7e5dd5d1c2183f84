package io.catwing.recover;

import java.time.Duration;
import java.util.List;

/**
 * What a recovery would do. Nothing was done.
 *
 * @param live the database that it is to replace
 * @param backup that it would begin with, null where with nothing
 * @param backupBytes compressed
 * @param files raw files that it would load; where it begins with a backup, as many as that lacks
 * @param bytes of them
 * @param estimate how long it would take
 * @param basis what the estimate is made of
 * @param notes what a person should know before
 * @param lacking rights without which it would fail, each with a HINT
 */
public record RecoveryPlan(
        DatabaseName live,
        boolean liveExists,
        String backup,
        long backupBytes,
        long files,
        long bytes,
        Duration estimate,
        String basis,
        List<String> notes,
        List<String> lacking) {}
