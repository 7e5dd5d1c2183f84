package io.catwing.ml;

import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.client.EntitySpec;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.postgres.SqlFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Of which days a client's sales are loaded. Statistics cannot tell: a day without a sale and a day whose file failed look alike.
 *
 * @param files of sales orders by date: true for one that is loaded, false for one that load refused
 * @param spec how they are fetched by now; null if they no longer are
 */
record LoadedSales(ClientId client, NavigableMap<LocalDate, Boolean> files, EntitySpec spec) {
    /** Number of days up to the run date of which it is noted if they are not loaded. */
    private static final int NOTED_DAYS = 28;

    static LoadedSales of(Connection connection, Client client) throws SQLException {
        NavigableMap<LocalDate, Boolean> files = new TreeMap<>();
        try (PreparedStatement list = connection.prepareStatement(SqlFile.read("ml/list-sales-files"))) {
            list.setString(1, client.id().value());
            list.setString(2, client.id().value());
            try (ResultSet rows = list.executeQuery()) {
                while (rows.next()) {
                    files.put(rows.getObject(1, LocalDate.class), rows.getBoolean(2));
                }
            }
        }
        return new LoadedSales(client.id(), files, client.entities().get(Entity.SALES_ORDERS));
    }

    /**
     * The date of the loaded file that has what was sold on a day: its own, or a later one that reaches back to it. Days before
     * the first file are history, which that has or nobody.
     */
    Optional<LocalDate> fileOf(LocalDate day) {
        for (Map.Entry<LocalDate, Boolean> file : files.tailMap(day, true).entrySet()) {
            LocalDate date = file.getKey();
            if (date.equals(day) || spec != null && spec.reachesBack(date, day)) {
                if (file.getValue()) {
                    return Optional.of(date);
                }
                if (spec != null && spec.isFeed()) {
                    // The next one goes on where this one ended.
                    return Optional.empty();
                }
            }
        }
        return files.isEmpty() || !day.isBefore(files.firstKey()) ? Optional.empty() : loaded().findFirst();
    }

    private Stream<LocalDate> loaded() {
        return files.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey);
    }

    /** The same. @throws QuarantinedFailure if there is none */
    LocalDate require(LocalDate day) {
        return fileOf(day).orElseThrow(() -> {
            String other = loaded().filter(date -> date.isBefore(day))
                    .reduce((one, later) -> later)
                    .map(date -> "give --run-date " + date + ", or ")
                    .orElse("");
            return files.containsKey(day)
                    ? new QuarantinedFailure(
                            "the sales orders of " + client + " " + day + " were refused by load",
                            other + "correct what ./catwing status says of them, and load them first")
                    : new QuarantinedFailure(
                            "the sales orders of " + client + " " + day + " are not loaded",
                            other + "fetch and load that day first");
        });
    }

    /** Which of the last days, the given one the last, are not loaded; null if all are. */
    String note(LocalDate last) {
        List<LocalDate> missing = last.minusDays(NOTED_DAYS - 1)
                .datesUntil(last.plusDays(1))
                .filter(day -> fileOf(day).isEmpty())
                .toList();
        return missing.isEmpty()
                ? null
                : missing.size() + " of the " + NOTED_DAYS + " days up to " + last
                        + " are not loaded, and count as days without a sale: "
                        + missing.stream().map(LocalDate::toString).collect(Collectors.joining(", "))
                        + "\nHINT: fetch and load them, and export again";
    }
}
