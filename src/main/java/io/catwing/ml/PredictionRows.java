package io.catwing.ml;

import io.catwing.client.ClientId;
import io.catwing.client.Limits;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.Failure;
import io.catwing.failure.PrintableText;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.ml.parquet.ParquetTableReader;
import io.catwing.postgres.SqlFile;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Map;

/** Predictions on their way from a Parquet file to a table: checked row by row, rounded, streamed by COPY. */
final class PredictionRows {
    private static final String UNIQUE_VIOLATION = "23505";
    private static final int QUANTITY_SCALE = 4;
    private static final int PROBABILITY_SCALE = 6;
    /** A table with more is a mistake, and the column's limit is not far above. */
    private static final double LARGEST = 1e12;

    /** In a message. */
    private static final int LONGEST_KEY = 300;

    private final ClientId client;
    private final LocalDate runDate;
    private final RunConfig config;

    PredictionRows(ClientId client, LocalDate runDate, RunConfig config) {
        this.client = client;
        this.runDate = runDate;
        this.config = config;
    }

    /**
     * Copies the file's rows into a table with the columns and the key of {@code general.prediction}.
     *
     * @return how many
     * @throws QuarantinedFailure that names the row, if one is not a prediction of this run, or a key occurs twice
     */
    long copy(Path file, Connection connection, String table) throws SQLException {
        try (ParquetTableReader rows =
                new ParquetTableReader(file, RunFile.PREDICTIONS.path(), ModelTables.PREDICTIONS)) {
            try {
                CopyText.send(connection, SqlFile.read("ml/copy-predictions", Map.of("table", table)), out -> {
                    while (rows.next()) {
                        write(rows, out);
                    }
                });
            } catch (IOException | RuntimeException | SQLException broken) {
                throw failure(broken);
            }
            if (rows.row() == 0) {
                throw new QuarantinedFailure(
                        RunFile.PREDICTIONS.path() + " has no row",
                        "see in the trainer's log why it predicted nothing");
            }
            return rows.row();
        }
    }

    private Failure failure(Exception broken) throws SQLException {
        for (Throwable t = broken; t != null; t = t.getCause()) {
            if (t instanceof Failure known) {
                return known;
            }
            if (t instanceof SQLException refused) {
                if (UNIQUE_VIOLATION.equals(refused.getSQLState())) {
                    return new QuarantinedFailure(
                            RunFile.PREDICTIONS.path() + " has two rows of one product, location and date: "
                                    + PrintableText.clean(key(refused), LONGEST_KEY),
                            "write one prediction for each",
                            refused);
                }
                throw refused;
            }
        }
        return new AbortingFailure(
                "predictions could not be sent to the database: " + broken, "run the same command again", broken);
    }

    /** PostgreSQL's message about the key, without the names. */
    private static String key(SQLException refused) {
        String message = String.valueOf(refused.getMessage());
        int from = message.indexOf(")=(");
        int to = message.indexOf(") already exists");
        return from < 0 || to < from ? message : message.substring(from + 3, to);
    }

    /** A line of the COPY. */
    void write(ParquetTableReader rows, Writer out) throws IOException {
        String product = id(rows, 0, "product_id");
        if (product.isEmpty()) {
            throw wrong(rows, "an empty product_id", "every prediction is of a product");
        }
        out.append(client.value()).append(',').append(runDate.toString()).append(',');
        quoted(product, out);
        quoted(id(rows, 1, "location_id"), out);
        LocalDate target = rows.date(2);
        if (!target.isAfter(runDate) || target.isAfter(runDate.plusDays(config.horizonDays()))) {
            throw wrong(
                    rows,
                    "the target_date " + target,
                    "predictions are for " + runDate.plusDays(1) + " to " + runDate.plusDays(config.horizonDays())
                            + ": after run_date, by horizon_days of config.json at most");
        }
        out.append(target.toString()).append(',');
        number(rows, 3, "quantity", config.negativeQuantities() ? -LARGEST : 0, LARGEST, QUANTITY_SCALE, out);
        out.append(',');
        if (!rows.isNull(4)) {
            number(rows, 4, "sale_probability", 0, 1, PROBABILITY_SCALE, out);
        }
        out.append('\n');
    }

    private static String id(ParquetTableReader rows, int column, String name) {
        String id = rows.text(column);
        if (id.length() > Limits.ID_CHARACTERS || id.indexOf('\0') >= 0) {
            throw wrong(rows, "a " + name + " that is no id", "write ids as they stand in features.parquet");
        }
        return id;
    }

    /** Always quoted: in COPY's CSV an empty text without quotes is null. */
    private static void quoted(String text, Writer out) throws IOException {
        out.append('"').append(text.replace("\"", "\"\"")).append("\",");
    }

    /** From the exact value of the double, so that no runtime's shortest text matters. */
    private static void number(
            ParquetTableReader rows, int column, String name, double least, double most, int scale, Writer out)
            throws IOException {
        double value = rows.number(column);
        if (!(value >= least && value <= most)) {
            throw wrong(
                    rows,
                    "the " + name + " " + value,
                    least == 0 && value < 0 && most == LARGEST
                            ? "write 0 instead, or set negative_quantities in config.json"
                            : name + " is a number from " + plain(least) + " to " + plain(most));
        }
        out.append(new BigDecimal(value).setScale(scale, RoundingMode.HALF_EVEN).toPlainString());
    }

    private static String plain(double bound) {
        return new BigDecimal(bound).toPlainString();
    }

    private static QuarantinedFailure wrong(ParquetTableReader rows, String what, String hint) {
        return new QuarantinedFailure(RunFile.PREDICTIONS.path() + " has " + what + " in row " + rows.row(), hint);
    }
}
