package io.catwing.recover;

import io.catwing.failure.AbortingFailure;
import io.catwing.failure.Failure;
import io.catwing.recover.RecoveryJob.Kind;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.stereotype.Component;

/** Compares the live database with another. Called by the route {@code verify}. */
@Component
public class VerifyDatabase {
    private static final Logger LOG = LoggerFactory.getLogger(VerifyDatabase.class);

    private final DatabaseServer server;
    private final CompareDatabases compare;

    public VerifyDatabase(DatabaseServer server, CompareDatabases compare) {
        this.server = server;
        this.compare = compare;
    }

    public RecoveryJob rebuild(@Body VerifyJob order) {
        checkThere(server.live());
        return RecoveryJob.scratch(order.run(), order.command(), Kind.FULL);
    }

    /** @param rebuilt the report of the rebuild, or the order where there was none */
    public Verification compare(@Variable("verifyJob") VerifyJob order, @Body Object rebuilt) {
        Verification verification = verification(order, rebuilt);
        tell(order, verification);
        return verification;
    }

    private Verification verification(VerifyJob order, Object rebuilt) {
        checkThere(server.live());
        if (!(rebuilt instanceof RecoveryReport report)) {
            checkThere(order.against());
            return new Verification(
                    compare.compare(server.live(), order.against(), order.rows()), List.of(), null, null);
        }
        if (report.database() == null || !server.exists(report.database())) {
            throw new AbortingFailure(
                    "there is no rebuild to compare with: " + String.join("; ", report.problems()),
                    "correct what is named above and run ./catwing verify again");
        }
        Comparison comparison = compareWithRebuild(report.database(), order.rows());
        String stays = comparison.equal() ? server.tryToDrop(report.database()).orElse(null) : null;
        return new Verification(comparison, report.problems(), comparison.equal() ? null : report.database(), stays);
    }

    /** What took hours is not to be made again where the comparison alone fails. */
    private Comparison compareWithRebuild(DatabaseName rebuilt, int rows) {
        try {
            return compare.compare(server.live(), rebuilt, rows);
        } catch (Failure broken) {
            throw new AbortingFailure(
                    broken.fact() + "; the rebuild is kept as " + rebuilt,
                    broken.hint().replace("the same command again", "./catwing verify --against " + rebuilt),
                    broken);
        }
    }

    /** Whoever asked a service for it may be gone. */
    private static void tell(VerifyJob order, Verification verification) {
        Comparison comparison = verification.comparison();
        String tables =
                comparison.different().stream().map(Comparison.Table::name).collect(Collectors.joining(", "));
        LOG.atLevel(verification.good() ? Level.INFO : Level.WARN)
                .log(
                        "run {}: {} and {} {}{}",
                        order.run(),
                        comparison.here(),
                        comparison.there(),
                        comparison.equal() ? "are equal, table by table" : "differ in " + tables,
                        verification.problems().stream()
                                .map(problem -> "; problem of the rebuild: " + problem)
                                .collect(Collectors.joining()));
    }

    private void checkThere(DatabaseName database) {
        if (!server.exists(database)) {
            throw new AbortingFailure(
                    "there is no database " + database,
                    database.equals(server.live())
                            ? "rebuild it with ./catwing recover fast or ./catwing recover full"
                            : "'./catwing recover list' shows those that recoveries have left");
        }
    }
}
