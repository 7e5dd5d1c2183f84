package io.catwing.recover;

import io.catwing.recover.RecoveryJob.Kind;
import io.catwing.recover.RecoveryMark.Stage;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Gives a recovery its database: what an earlier one of the same content left half-filled, otherwise a new one. Other
 * leftovers of killed recoveries go. Called by the route {@code recovery-steps}, under the recovery's lock, so
 * that what is unfinished belongs to nobody.
 */
@Component
public class PrepareDatabase {
    private static final Logger LOG = LoggerFactory.getLogger(PrepareDatabase.class);

    /** Of a drill, whose database is nobody's once the drill has ended. */
    private static final String SCRATCH = "scratch ";

    private final DatabaseServer server;
    private final Rights rights;

    public PrepareDatabase(DatabaseServer server, Rights rights) {
        this.server = server;
        this.rights = rights;
    }

    public void prepare(@Variable("recovery") Recovery recovery) throws Exception {
        recovery.step("prepare", () -> {
            rights.check(recovery.order.switchOver());
            SortedMap<DatabaseName, String> databases = server.all();
            Optional<DatabaseName> resumed = databases.entrySet().stream()
                    .filter(database -> RecoveryMark.parse(database.getValue())
                            .filter(mark -> continues(mark, recovery))
                            .isPresent())
                    .map(Map.Entry::getKey)
                    .max(Comparator.naturalOrder());
            databases.forEach((name, comment) -> {
                if (!name.equals(resumed.orElse(null)) && isLeftover(recovery.live, name, comment)) {
                    LOG.info("run {}: dropping {}, left by a recovery that was ended", recovery.order.run(), name);
                    recovery.notes.add(server.tryToDrop(name)
                            .orElse("dropped " + name + ", left unfinished by an earlier recovery"));
                }
            });
            if (resumed.isPresent()) {
                recovery.database = resumed.get();
                recovery.resumed = true;
                recovery.mark = RecoveryMark.parse(databases.get(resumed.get())).orElseThrow();
                recovery.notes.add("went on with " + resumed.get() + ", left unfinished by run " + recovery.mark.run());
            } else {
                make(recovery);
            }
        });
    }

    private void make(Recovery recovery) {
        DatabaseName made = recovery.live.recovery(recovery.order.run());
        recovery.mark = new RecoveryMark(
                recovery.live, recovery.order.run(), recovery.order.kind(), subject(recovery), Stage.MADE);
        server.create(made);
        recovery.database = made;
        server.comment(recovery.database, recovery.mark.toString());
    }

    private static String subject(Recovery recovery) {
        return recovery.isFast()
                ? (recovery.order.scratch() ? SCRATCH : "") + recovery.backup + " (ETag " + recovery.backupEtag + ")"
                : recovery.order.subject();
    }

    private static boolean continues(RecoveryMark mark, Recovery recovery) {
        return mark.live().equals(recovery.live)
                && mark.stage() == Stage.BEGUN
                && mark.kind() == recovery.order.kind()
                && mark.subject().equals(subject(recovery));
    }

    /** What was checked is somebody's, and so is what was refused: people look at it. */
    private static boolean isLeftover(DatabaseName live, DatabaseName name, String comment) {
        Optional<RecoveryMark> mark = RecoveryMark.parse(comment);
        if (mark.isEmpty()) {
            // Killed between the making and the marking: it is empty.
            return comment.isEmpty() && live.madeForRecovery(name);
        }
        boolean unfinished = mark.get().stage() == Stage.MADE || mark.get().stage() == Stage.BEGUN;
        boolean drill = mark.get().kind() == Kind.FAST && mark.get().subject().startsWith(SCRATCH);
        return mark.get().live().equals(live) && (unfinished || drill);
    }

    /** Writes down how far it is, for whoever takes it up. */
    static void mark(DatabaseServer server, Recovery recovery, Stage stage) {
        recovery.mark = recovery.mark.at(stage);
        server.comment(recovery.database, recovery.mark.toString());
    }
}
