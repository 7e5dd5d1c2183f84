package io.catwing.recover;

import io.catwing.client.Clients;
import io.catwing.client.yaml.Problem;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.Failure;
import io.catwing.job.RunId;
import io.catwing.job.Stopping;
import io.catwing.postgres.SqlFile;
import io.catwing.recover.RecoveryMark.Stage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Begins and ends a recovery. Called first and last by every route that is a whole recovery. */
@Component
public class Recoveries {
    private static final Logger LOG = LoggerFactory.getLogger(Recoveries.class);

    private final DatabaseServer server;
    private final Stopping stopping;
    private final Clients clients;
    private final AtomicReference<Recovery> current = new AtomicReference<>();

    public Recoveries(DatabaseServer server, Stopping stopping, Clients clients) {
        this.server = server;
        this.stopping = stopping;
        this.clients = clients;
    }

    /**
     * Clients are held first: a file that becomes wrong, or goes, must not take a client out of what is half done.
     *
     * @throws AbortingFailure when another recovery of the same database is under way, or a client's file is wrong
     */
    public Recovery begin(@Body RecoveryJob order) {
        Clients.Use held = clients.useAll();
        try {
            checkClients(order);
            DatabaseName live = server.live();
            Recovery recovery = new Recovery(order, live, server.exists(live), lock(live), held);
            if (order.client() != null) {
                clients.refused().stream()
                        .map(Problem::file)
                        .distinct()
                        .forEach(file -> recovery.notes.add(file.getFileName()
                                + " is wrong: of its client the rows were copied, and nothing compared"));
            }
            current.set(recovery);
            LOG.info("run {}: {} recovery of {} {}", order.run(), order.kind(), live, order.subject());
            return recovery;
        } catch (RuntimeException refused) {
            held.close();
            throw refused;
        }
    }

    /** One that a service has left out would be taken for one that does not exist, and its rows would be lost. */
    void checkClients(RecoveryJob order) {
        if (order.client() == null) {
            clients.checkNoneIsLeftOut("a recovery or a drill is of all clients");
        } else {
            clients.get(order.client());
        }
    }

    /** The one that this process is at; the server's lock lets no two run. */
    public Optional<Recovery.UnderWay> underWay() {
        return Optional.ofNullable(current.get()).map(Recovery::underWay);
    }

    /** The lock is the session's, and goes with it however this process ends. */
    RecoveryLock lock(DatabaseName live) {
        Connection connection = server.connectBeside();
        try (PreparedStatement lock = connection.prepareStatement(SqlFile.read("recover/lock-recovery"))) {
            lock.setString(1, live.value());
            try (ResultSet row = lock.executeQuery()) {
                row.next();
                if (row.getBoolean(1)) {
                    return new RecoveryLock(connection);
                }
            }
            connection.close();
        } catch (SQLException broken) {
            throw DatabaseServer.failed("the recovery's lock cannot be taken", broken);
        }
        throw new AbortingFailure(
                "another recovery of " + live + " is under way",
                "wait until it is done; after a kill the server may take a minute to notice, then run the same command"
                        + " again");
    }

    /** A step failed: the recovery ends, and its report tells why. */
    public void failed(
            @Variable("recovery") Recovery recovery, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
        RunId run = recovery.order.run();
        // What it was at may have broken because it was told to stop.
        Exception cause = stopping.isTold(run) && Failure.unforeseen(thrown) != null ? stopping.failure(run) : thrown;
        String message = Failure.describe(cause);
        LOG.warn("run {}: the recovery failed: {}", run, message, Failure.unforeseen(cause));
        recovery.problems.add(message);
        recovery.cut = !Failure.isRefusal(cause)
                && (recovery.mark == null || recovery.mark.stage().compareTo(Stage.CHECKED) < 0);
    }

    /** Whatever became of it. A drill keeps its lock: another recovery would drop the database under the comparison. */
    public void end(@Variable("recovery") Recovery recovery) throws SQLException {
        if (recovery != null) {
            current.compareAndSet(recovery, null);
            recovery.clients().close();
            recovery.closeSecond();
            if (!recovery.isDrill()) {
                recovery.lock().close();
            }
        }
    }

    /** Whatever became of a drill's comparison. */
    public void endDrill(@Variable("recovery") Recovery recovery) throws SQLException {
        if (recovery != null) {
            recovery.lock().close();
        }
    }
}
