package io.catwing.ml;

import io.catwing.client.Clients;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.job.Progress;
import io.catwing.job.StepResult;
import io.catwing.ml.parquet.ParquetColumn;
import io.catwing.ml.parquet.ParquetTableWriter;
import io.catwing.postgres.SqlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/**
 * Streams a client's features and targets from the database into a folder: one statement, one snapshot, one pass. The
 * same statistics give the same bytes. Called by the routes {@code export-features} and {@code train}.
 */
@Component
public class ExportFeatures {
    private final DataSource database;
    private final MlSettings settings;
    private final Progress progress;
    private final Clients clients;

    public ExportFeatures(DataSource database, MlSettings settings, Progress progress, Clients clients) {
        this.database = database;
        this.settings = settings;
        this.progress = progress;
        this.clients = clients;
    }

    /**
     * Both files, or neither.
     *
     * @return a step result per file; that of the features notes which of the last days are not loaded
     * @throws QuarantinedFailure if the sales of the run date are not loaded, the statistics do not account for them, or there
     *     was no sale
     */
    public List<StepResult> export(ModelRun order) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                connection.setReadOnly(true);
                LoadedSales sales = LoadedSales.of(connection, clients.get(order.client()));
                checkStatistics(connection, order, sales);
                return write(connection, order, sales.note(order.runDate()));
            } finally {
                connection.rollback();
                connection.setReadOnly(false);
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                connection.setAutoCommit(true);
            }
        } catch (SQLException broken) {
            throw Broken.database("the features of " + order.name() + " were read", broken);
        }
    }

    private static void checkStatistics(Connection connection, ModelRun order, LoadedSales sales) throws SQLException {
        try (PreparedStatement ask = connection.prepareStatement(SqlFile.read("ml/ask-statistics"))) {
            ask.setString(1, order.client().value());
            ask.setString(2, order.client().value());
            ask.setObject(3, sales.require(order.runDate()));
            try (ResultSet row = ask.executeQuery()) {
                row.next();
                if (!row.getBoolean(1)) {
                    throw new QuarantinedFailure(
                            "there are no statistics of " + order.client() + " to make features of",
                            "load its raw files and run ./catwing stats first");
                }
                if (row.getBoolean(2)) {
                    throw new QuarantinedFailure(
                            "the statistics of " + order.client() + " do not account for all that is loaded up to "
                                    + order.runDate(),
                            "run ./catwing stats --client " + order.client() + ", and then the same command again");
                }
            }
        }
    }

    private List<StepResult> write(Connection connection, ModelRun order, String note) throws SQLException {
        Path features = order.folder().resolve(RunFile.FEATURES.path());
        Path targets = order.folder().resolve(RunFile.TARGETS.path());
        Path unfinishedFeatures = unfinished(features);
        Path unfinishedTargets = unfinished(targets);
        try {
            Files.createDirectories(order.folder());
            long rows;
            try (PreparedStatement read = connection.prepareStatement(SqlFile.read("ml/export-features"))) {
                bind(read, order);
                read.setFetchSize(settings.fetchRows());
                rows = stream(read, unfinishedFeatures, unfinishedTargets);
            }
            if (rows == 0) {
                throw new QuarantinedFailure(
                        order.client() + " has sold nothing up to " + order.runDate(), "give a later --run-date");
            }
            // Before the first is there, so that no half of this export ever stands beside a half of another.
            Files.deleteIfExists(targets);
            Files.deleteIfExists(features);
            Files.move(unfinishedFeatures, features);
            Files.move(unfinishedTargets, targets);
            return List.of(
                    outcome(order, "features", rows, Files.size(features)).noted(note),
                    outcome(order, "targets", rows, Files.size(targets)));
        } catch (IOException e) {
            throw new AbortingFailure(
                    "the folder " + order.folder() + " cannot be written: " + e,
                    "look for space and permissions there, or give another one with --to",
                    e);
        } finally {
            remove(unfinishedFeatures);
            remove(unfinishedTargets);
        }
    }

    private static Path unfinished(Path file) {
        return file.resolveSibling("." + file.getFileName() + ".unfinished");
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new AbortingFailure(file + " cannot be removed: " + e, "look at the permissions of its folder", e);
        }
    }

    /** The client, once per table; the run date, once per comparison. */
    private static void bind(PreparedStatement read, ModelRun order) throws SQLException {
        String client = order.client().value();
        LocalDate last = order.runDate();
        List<Object> values = List.of(client, last, last, client, last, last, last, client, client);
        for (int i = 0; i < values.size(); i++) {
            read.setObject(i + 1, values.get(i));
        }
    }

    private long stream(PreparedStatement read, Path features, Path targets) throws SQLException {
        try (ResultSet rows = read.executeQuery();
                ParquetTableWriter featureRows = new ParquetTableWriter(features, "features", ModelTables.FEATURES);
                ParquetTableWriter targetRows = new ParquetTableWriter(targets, "targets", ModelTables.TARGETS);
                Progress.Step step = progress.begin("export", -1, "rows")) {
            while (rows.next()) {
                featureRows.write(row(rows, ModelTables.FEATURES));
                targetRows.write(row(rows, ModelTables.TARGETS));
                step.advance(1);
            }
            return featureRows.rows();
        }
    }

    private static Object[] row(ResultSet rows, List<ParquetColumn> columns) throws SQLException {
        Object[] row = new Object[columns.size()];
        for (int i = 0; i < row.length; i++) {
            ParquetColumn column = columns.get(i);
            Object value =
                    switch (column.type()) {
                        case TEXT -> rows.getString(column.name());
                        case DATE -> rows.getObject(column.name(), LocalDate.class);
                        case WHOLE -> rows.getLong(column.name());
                        case NUMBER -> rows.getDouble(column.name());
                    };
            row[i] = rows.wasNull() ? null : value;
        }
        return row;
    }

    private static StepResult outcome(ModelRun order, String subject, long rows, long bytes) {
        return StepResult.done("ml", order.client(), subject, order.runDate(), rows, 0, bytes);
    }
}
