package io.catwing.recover;

import io.catwing.client.ClientId;
import io.catwing.job.RunId;
import java.time.LocalDate;
import java.util.Set;

/**
 * What {@code direct:recover} is asked for.
 *
 * @param command as it was typed, for the report
 * @param backup key of the backup to begin with, null for the latest good one; of a fast recovery only
 * @param asOf the last business date that is loaded, null for all; of a full recovery only
 * @param client rebuilt beside the others' rows, which are copied from the live database; null for all; of a full
 *     recovery only
 * @param switchOver make the new database the live one when it is found good
 * @param scratch the database is for a comparison and goes afterwards; whoever asks compares
 * @param accepted what is no ground for refusal
 */
public record RecoveryJob(
        RunId run,
        String command,
        Kind kind,
        String backup,
        LocalDate asOf,
        ClientId client,
        boolean switchOver,
        boolean scratch,
        Set<Accepted> accepted) {

    /** What a person has said is no ground to refuse the new database or the switch to it. */
    public enum Accepted {
        /**
         * Raw files that cannot be loaded and that no earlier database is known to have refused; workbooks and model runs of which one
         * has rows, or may have had.
         */
        REFUSED_FILES,
        /** What people have put into the live database and the new one lacks. */
        LEFT_BEHIND,
        /** The backup that is named may have a manifest without a signature, of before there were any. */
        UNSIGNED_BACKUP
    }

    /** Nothing is accepted. */
    public RecoveryJob(
            RunId run,
            String command,
            Kind kind,
            String backup,
            LocalDate asOf,
            ClientId client,
            boolean switchOver,
            boolean scratch) {
        this(run, command, kind, backup, asOf, client, switchOver, scratch, Set.of());
    }

    /** What a recovery begins with. */
    public enum Kind {
        /** The latest backup, and the raw files that it does not hold. */
        FAST,
        /** Nothing but the raw files. */
        FULL
    }

    /** Into a database that is dropped again. */
    static RecoveryJob scratch(RunId run, String command, Kind kind) {
        return new RecoveryJob(run, command, kind, null, null, null, false, true);
    }

    /** What the database is filled with, in words: equal words, equal content. */
    String subject() {
        return (scratch ? "scratch" : "")
                + (backup == null ? "" : backup)
                + (asOf == null ? "" : "as of " + asOf)
                + (client == null ? "" : (asOf == null ? "" : ", ") + "client " + client);
    }
}
