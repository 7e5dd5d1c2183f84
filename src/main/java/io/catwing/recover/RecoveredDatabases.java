package io.catwing.recover;

import io.catwing.failure.AbortingFailure;
import io.catwing.recover.RecoveryMark.Stage;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The databases on the server that recoveries have made or moved aside. Called by the command {@code recover list}. */
@Component
public class RecoveredDatabases {
    private static final Logger LOG = LoggerFactory.getLogger(RecoveredDatabases.class);
    private static final String OURS = "catwing";

    private final DatabaseServer server;
    private final Recoveries recoveries;

    public RecoveredDatabases(DatabaseServer server, Recoveries recoveries) {
        this.server = server;
        this.recoveries = recoveries;
    }

    /** @param what is said of it in its comment */
    public record Listed(DatabaseName database, long bytes, String what) {}

    /**
     * The names of those that were found good and are not switched to, oldest first.
     *
     * @throws AbortingFailure where the newest was not found good: whoever takes the last name would take an older one for it
     */
    public List<DatabaseName> good() {
        SortedMap<DatabaseName, RecoveryMark> marks = new TreeMap<>();
        server.all().forEach((database, comment) -> RecoveryMark.parse(comment)
                .filter(mark -> mark.live().equals(server.live()) && !mark.isOfDrill())
                .ifPresent(mark -> marks.put(database, mark)));
        if (!marks.isEmpty() && marks.get(marks.lastKey()).stage() != Stage.CHECKED) {
            throw new AbortingFailure(
                    marks.lastKey() + " is the newest, and was not found good: " + marks.get(marks.lastKey()),
                    "see its report; './catwing recover list' shows all, and './catwing recover drop " + marks.lastKey()
                            + "' drops it");
        }
        return marks.entrySet().stream()
                .filter(database -> database.getValue().stage() == Stage.CHECKED)
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * Drops one of them, under the recovery's lock: nothing is filling it.
     *
     * @return what it was
     * @throws AbortingFailure where it is the live one, or none that a recovery of the live one has made or replaced
     */
    public Listed drop(DatabaseName database) throws SQLException {
        DatabaseName live = server.live();
        try (RecoveryLock lock = recoveries.lock(live)) {
            LOG.info("dropping {} under the lock of {}", database, lock);
            if (database.equals(live)) {
                throw new AbortingFailure(
                        database + " is the live database, which is never dropped",
                        "'./catwing recover list' shows those that recoveries have made or replaced");
            }
            String what = server.comment(database)
                    .filter(comment -> isOf(live, comment))
                    .orElseThrow(() -> new AbortingFailure(
                            database + " is no database that a recovery of " + live + " has made or replaced",
                            "'./catwing recover list' shows those that are there"));
            Listed listed = new Listed(database, server.size(database), what);
            server.drop(database);
            return listed;
        }
    }

    private static boolean isOf(DatabaseName live, String comment) {
        return RecoveryMark.parse(comment)
                .map(mark -> mark.live().equals(live))
                .orElseGet(() -> comment.startsWith("catwing: kept by run ")
                        && comment.endsWith(", which made " + live + " anew"));
    }

    /** Those that recoveries of the live one have made or replaced. */
    List<Listed> ofLive() {
        return all().stream()
                .filter(listed -> isOf(server.live(), listed.what()))
                .toList();
    }

    public List<Listed> all() {
        return server.all().entrySet().stream()
                .filter(database -> database.getValue().startsWith(OURS))
                .map(database -> new Listed(database.getKey(), server.size(database.getKey()), database.getValue()))
                .toList();
    }
}
