package io.catwing.recover;

import io.catwing.app.OtherDatabase;
import io.catwing.failure.AbortingFailure;
import io.catwing.job.RunId;
import io.catwing.postgres.RestoreRole;
import io.catwing.postgres.SqlFile;
import io.catwing.recover.RecoveryMark.Stage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Gives the new database the live one's name. Both renames are one transaction, so there is no moment, and no crash, in
 * which the name belongs to neither. Called by the routes {@code recovery-steps} and {@code switch-to}.
 */
@Component
public class SwitchDatabase {
    private static final Logger LOG = LoggerFactory.getLogger(SwitchDatabase.class);

    /** PostgreSQL's object_in_use. */
    private static final String IN_USE = "55006";

    /** PostgreSQL's insufficient_privilege. */
    private static final String NOT_ALLOWED = "42501";

    private final DatabaseServer server;
    private final Recoveries recoveries;
    private final StopRoutes routes;
    private final LeftBehind leftBehind;
    private final RestoreRole restoring;
    private final OtherDatabase otherDatabase;

    SwitchDatabase(
            DatabaseServer server,
            Recoveries recoveries,
            StopRoutes routes,
            LeftBehind leftBehind,
            RestoreRole restoring,
            OtherDatabase otherDatabase) {
        this.server = server;
        this.recoveries = recoveries;
        this.routes = routes;
        this.leftBehind = leftBehind;
        this.restoring = restoring;
        this.otherDatabase = otherDatabase;
    }

    /** Switches to what a recovery has just filled and found good. */
    public void toRecovered(@Variable("recovery") Recovery recovery) throws Exception {
        recovery.step("switch", () -> {
            new CarryHistory(server).carry(recovery.live, recovery.database).ifPresent(recovery.notes::add);
            recovery.before = rename(recovery.live, recovery.database, recovery.order.run(), recovery.notes::add);
            recovery.switched = true;
        });
    }

    /**
     * Switches to a database that an earlier recovery has left, once it is brought to this version's tables.
     *
     * @return what was done, in words
     * @throws AbortingFailure when it is not whole; when it was not found good, unless the order insists
     */
    public String to(@Body SwitchJob order) throws SQLException {
        DatabaseName live = server.live();
        server.checkBeside();
        try (RecoveryLock lock = recoveries.lock(live)) {
            LOG.debug("switching under the lock of {}", lock);
            RecoveryMark mark = server.comment(order.database())
                    .flatMap(RecoveryMark::parse)
                    .filter(found -> found.live().equals(live))
                    .orElseThrow(() -> new AbortingFailure(
                            order.database() + " is no database that a recovery of " + live + " has filled",
                            "'catwing recover list' shows those that are there"));
            if (mark.stage() == Stage.MADE) {
                // A backup's sessions commit one by one: what is there may be half of it.
                throw new AbortingFailure(
                        order.database() + " is not whole: its recovery was ended before it was filled",
                        "run the recovery again; --even-if-different is for what was filled and then refused");
            }
            if (mark.stage() != Stage.CHECKED && !order.evenIfDifferent()) {
                throw new AbortingFailure(
                        order.database() + " was not found good: its recovery "
                                + (mark.stage() == Stage.REFUSED ? "found problems" : "was ended before its checks"),
                        "run the recovery again; or, having read its report, add --even-if-different");
            }
            if (mark.isOfDrill()) {
                throw new AbortingFailure(
                        order.database() + " is a drill's, which is dropped when it is compared",
                        "run ./catwing recover fast --switch");
            }
            // An older version may have filled it, and services of this one would not find what they need.
            otherDatabase.open(order.database().value()).close();
            List<String> notes = new ArrayList<>();
            // Where it may be left behind nothing is asked of the live database: it may be too broken to answer.
            if (!order.leaveBehind() && server.exists(live)) {
                List<String> left = leftBehind.objectsAndRows(live, order.database());
                if (!left.isEmpty()) {
                    throw LeftBehind.refusal(live, order.database(), left);
                }
                notes.addAll(leftBehind.ofWrongFiles(live, order.database()));
            }
            new CarryHistory(server).carry(live, order.database()).ifPresent(notes::add);
            DatabaseName before = rename(live, order.database(), order.run(), notes::add);
            return "switched: " + order.database() + " is " + live + " now"
                    + (before == null ? "" : ", and the former " + live + " is kept as " + before)
                    + notes.stream().map(why -> "\n" + why).collect(Collectors.joining());
        }
    }

    /** @return the name under which the former live database is kept, null where there was none */
    private DatabaseName rename(DatabaseName live, DatabaseName recovered, RunId run, Consumer<String> notes) {
        DatabaseName before = server.exists(live) ? live.before(run) : null;
        CarryLogins logins = new CarryLogins(server);
        GiveToOwners owners = new GiveToOwners(server);
        boolean renamed = false;
        try (AutoCloseable stopped = routes.stop()) {
            LOG.info("run {}: {} becomes {} ({})", run, recovered, live, stopped);
            logins.carry(live, recovered).ifPresent(notes);
            if (before == null) {
                owners.noteWithoutLive(live, restoring.user()).ifPresent(notes);
            } else {
                owners.give(live, recovered);
            }
            forgetComparedHistory(recovered);
            new ExclusiveUse(server)
                    .run(List.of(live, recovered), connection -> renameBoth(connection, live, recovered, before, run));
            renamed = true;
            return before;
        } catch (SQLException broken) {
            throw new AbortingFailure(
                    "the switch from " + live + " to " + recovered + " failed as a whole: " + broken.getMessage(),
                    hint(String.valueOf(broken.getSQLState())) + ", then run ./catwing recover switch " + recovered,
                    broken);
        } catch (RuntimeException passed) {
            throw passed;
        } catch (Exception notStopped) {
            throw new AbortingFailure(
                    "the routes could not be stopped or started around the switch: " + notStopped.getMessage(),
                    "see 'catwing recover list' for what is switched; restart catwing serve",
                    notStopped);
        } finally {
            if (!renamed && before != null) {
                logins.release(live);
            }
        }
    }

    /** What was in the bucket when it was dumped is known to be loaded, and not what the live one has loaded since: the next load lists everything. */
    private void forgetComparedHistory(DatabaseName recovered) throws SQLException {
        try (Connection connection = server.connect(recovered);
                PreparedStatement find = connection.prepareStatement(SqlFile.read("recover/find-table"));
                Statement statement = connection.createStatement()) {
            // A database that an older version has filled has no such table.
            if (RawKeys.isThere(find, "ops.compared_history")) {
                statement.execute(SqlFile.read("recover/forget-compared-history"));
            }
        }
    }

    private static String hint(String state) {
        return switch (state) {
            case IN_USE -> "end the sessions of other users on both databases";
            case NOT_ALLOWED -> "let the user own both databases and have CREATEDB";
            // A connection that broke at the commit leaves open which side of it we are on.
            default -> "see that the server runs, and by ./catwing recover list that it was not done after all";
        };
    }

    private static void renameBoth(
            Connection connection, DatabaseName live, DatabaseName recovered, DatabaseName before, RunId run)
            throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            if (before != null) {
                statement.execute(rename(live, before));
                statement.execute(comment(before, "catwing: kept by run " + run + ", which made " + live + " anew"));
            }
            statement.execute(rename(recovered, live));
            statement.execute(comment(live, "catwing: made by a recovery, switched to by run " + run));
            connection.commit();
        }
    }

    private static String rename(DatabaseName from, DatabaseName to) {
        return SqlFile.read("recover/rename-database", Map.of("from", from.quoted(), "to", to.quoted()));
    }

    private static String comment(DatabaseName database, String comment) {
        return SqlFile.read("recover/comment-database", Map.of("database", database.quoted(), "comment", comment));
    }
}
