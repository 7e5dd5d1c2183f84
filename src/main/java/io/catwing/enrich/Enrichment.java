package io.catwing.enrich;

import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.job.Progress;
import io.catwing.job.StepResult;
import io.catwing.postgres.Sessions;
import io.catwing.postgres.SqlFile;
import io.catwing.postgres.derive.DerivedTable;
import io.catwing.postgres.derive.SqlStep;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The steps of one client's enrichment, in the transaction that its connection is in. Made by {@link EnrichClient}. */
final class Enrichment {
    private static final String SUPPLY_PROBLEM = "ops.supply_problem";

    /** invalid_parameter_value */
    private static final String INVALID = "22023";

    private final Connection connection;
    private final Client client;
    private final String checksum;
    private final boolean full;

    /** @param checksum of the files that the steps were read from */
    Enrichment(Connection connection, Client client, String checksum, boolean full) {
        this.connection = connection;
        this.client = client;
        this.checksum = checksum;
        this.full = full;
    }

    ClientId client() {
        return client.id();
    }

    /** Waits for another enrichment of the client. Not within the transaction. */
    void lock() throws SQLException {
        execute("lock-client", client.id().value());
    }

    void unlock() throws SQLException {
        if (!ask("unlock-client", client.id().value())) {
            Sessions.tellLost("the enrichment of " + client.id());
        }
    }

    List<StepResult> run(List<SqlStep> steps, Progress.Step progress) throws SQLException {
        execute("begin-client", client.id().value(), client.name(), postgresName(client.timeZone()));
        askTimeZone();
        execute("mark-other-files", checksum);
        if (full) {
            execute("mark-everything");
        }
        Map<String, StepResult> results = new LinkedHashMap<>();
        long changed = 0;
        for (SqlStep step : steps) {
            boolean any = step.when() == null || isTouched(step.when());
            long written = any ? run(step) : 0;
            changed += step.table() != null ? written : 0;
            if (any && SUPPLY_PROBLEM.equals(step.table())) {
                // Reported with the table that they are about.
                long rows = results.get("supply_source").records();
                results.put("supply_source", told("supply_source", true, rows, problems()));
            } else if (step.table() != null && !SUPPLY_PROBLEM.equals(step.table())) {
                results.put(step.name(), told(step.name(), step.when() != null ? any : written > 0, written, 0));
            }
            progress.advance(step.table() != null ? 1 : 0);
        }
        execute("delete-marks");
        if (changed > 0) {
            execute("mark-own-statistics");
        }
        return List.copyOf(results.values());
    }

    private void askTimeZone() throws SQLException {
        try {
            execute("ask-time-zone");
        } catch (SQLException refused) {
            if (!INVALID.equals(refused.getSQLState())) {
                throw refused;
            }
            throw new QuarantinedFailure(
                    "PostgreSQL does not know the time zone " + client.timeZone() + " of " + client.id(),
                    "write time_zone in " + client.file().getFileName() + " as a region, such as Europe/London",
                    refused);
        }
    }

    private long run(SqlStep step) throws SQLException {
        if (step.isQuery()) {
            return DerivedTable.write(connection, step, false);
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(step.sql());
            return statement.getLargeUpdateCount();
        }
    }

    private boolean isTouched(String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SqlFile.read("derive/is-touched", Map.of("touched", table)))) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private long problems() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SqlFile.read("enrich/count-problems"))) {
            row.next();
            return row.getLong(1);
        }
    }

    private StepResult told(String table, boolean any, long written, long rejected) {
        return any
                ? StepResult.done("enrich", client.id(), table, null, written, rejected, 0)
                : StepResult.alreadyThere("enrich", client.id(), table, null);
    }

    /**
     * A time zone as PostgreSQL names it. Regions have one name everywhere; an offset must be written in POSIX style, which
     * counts westward: {@code +02:00} alone would be two hours west of Greenwich.
     */
    static String postgresName(ZoneId zone) {
        if (!(zone.normalized() instanceof ZoneOffset offset)) {
            return zone.getId();
        }
        if (offset.getTotalSeconds() == 0) {
            return "UTC";
        }
        ZoneOffset west = ZoneOffset.ofTotalSeconds(-offset.getTotalSeconds());
        return "<" + offset.getId().replace(":", "") + ">" + west.getId();
    }

    private boolean ask(String file, String value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SqlFile.read("enrich/" + file))) {
            statement.setString(1, value);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private void execute(String file, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SqlFile.read("enrich/" + file))) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.execute();
        }
    }
}
