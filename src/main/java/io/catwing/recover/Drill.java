package io.catwing.recover;

import io.catwing.failure.PrintableText;
import io.catwing.job.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a drill came to. A row of {@code ops.drill}.
 *
 * @param backup that it began with, null where there was none
 * @param good the scratch database was equal to the live one
 * @param stays why the scratch database is still there, null where it is not; the next drill drops it
 */
public record Drill(
        RunId run,
        Instant startedAt,
        Instant endedAt,
        String backup,
        boolean good,
        Duration rto,
        Duration rpo,
        List<String> problems,
        String stays,
        RecoveryReport report) {

    public Drill {
        problems = problems.stream().map(PrintableText::message).toList();
    }
}
