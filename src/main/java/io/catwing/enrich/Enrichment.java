package io.catwing.enrich;

import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.job.Progress;
import io.catwing.job.StepResult;
import io.catwing.postgres.SqlFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The steps of one client's enrichment, in the transaction that its connection is in. Made by {@link EnrichClient}. */
final class Enrichment {
    /** How many tables of general it fills. */
    static final int TABLES = 5;

    private final Connection connection;
    private final Client client;
    private final boolean full;
    private final List<StepResult> results = new ArrayList<>();

    Enrichment(Connection connection, Client client, boolean full) {
        this.connection = connection;
        this.client = client;
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
        execute("unlock-client", client.id().value());
    }

    List<StepResult> run(Progress.Step step) throws SQLException {
        execute("begin-client", client.id().value());
        if (full) {
            execute("mark-everything");
        }
        long written = execute("client", client.name(), postgresName(client.timeZone()));
        told("client", written > 0, written, 0);
        step.advance(1);

        execute("touch-listed");
        fill(EnrichedTable.SUPPLIER_TERMS, "touched_supplier", step);
        fill(EnrichedTable.LOCATION_PROFILE, "touched_location", step);
        fill(EnrichedTable.PRODUCT_PICTURE, "touched_picture", step);

        supplySources();
        step.advance(1);
        execute("delete-marks");
        return results;
    }

    private void fill(EnrichedTable table, String touched, Progress.Step step) throws SQLException {
        boolean any = ask(SqlFile.read("enrich/count-touched", Map.of("touched", touched))) > 0;
        told(table.name(), any, any ? table.write(connection) : 0, 0);
        step.advance(1);
    }

    private void supplySources() throws SQLException {
        execute("touch-products");
        boolean any = ask(SqlFile.read("enrich/is-supply-touched")) > 0;
        long written = 0;
        long problems = 0;
        if (any) {
            execute("resolve-links");
            execute("follow-chains");
            written = EnrichedTable.SUPPLY_SOURCE.write(connection);
            EnrichedTable.SUPPLY_PROBLEM.write(connection);
            problems = ask(SqlFile.read("enrich/count-problems"));
        }
        told(EnrichedTable.SUPPLY_SOURCE.name(), any, written, problems);
    }

    private void told(String table, boolean any, long written, long rejected) {
        results.add(
                any
                        ? StepResult.done("enrich", client.id(), table, null, written, rejected, 0)
                        : StepResult.alreadyThere("enrich", client.id(), table, null));
    }

    /**
     * A time zone as PostgreSQL names it. Regions have one name everywhere; an offset must be written POSIX's way, which
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

    private long execute(String file, String... values) throws SQLException {
        String sql = SqlFile.read("enrich/" + file);
        if (values.length == 0) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
                return statement.getLargeUpdateCount();
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.execute();
            return statement.getLargeUpdateCount();
        }
    }

    private long ask(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
