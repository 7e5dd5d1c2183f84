package io.catwing.load;

import io.catwing.bucket.RawFile;
import io.catwing.bucket.RawFiles;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.failure.AbortingFailure;
import io.catwing.job.Job;
import io.catwing.postgres.SqlFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Which raw files an order is about that the ledger does not hold. Called by {@link PlanLoad} and by a rebuild. */
public record MissingFiles(RawFiles rawFiles, DataSource database) {

    /** Those that the ledger does not hold with the same ETag and mapping; all of them where the order says again. */
    Map<Entity, List<RawFile>> changed(Job job, Client client) {
        Map<String, String> ledger = job.has(Job.Option.AGAIN) ? Map.of() : ledger(client.id());
        return missing(job, client, file -> {
            String version = client.entities().get(file.key().entity()).mappingVersion();
            return !known(file.etag(), version).equals(ledger.get(file.key().toString()));
        });
    }

    /** Those that the ledger does not hold in any form. */
    public Map<Entity, List<RawFile>> unknown(Job job, Client client) {
        Map<String, String> ledger = ledger(client.id());
        return missing(job, client, file -> !ledger.containsKey(file.key().toString()));
    }

    private Map<Entity, List<RawFile>> missing(Job job, Client client, Predicate<RawFile> lacking) {
        Map<Entity, List<RawFile>> missing = new HashMap<>();
        try (Stream<RawFile> listed = list(job, client)) {
            listed.filter(file -> wanted(job, client, file) && lacking.test(file))
                    .forEach(file -> missing.computeIfAbsent(file.key().entity(), entity -> new ArrayList<>())
                            .add(file));
        }
        return missing;
    }

    private Stream<RawFile> list(Job job, Client client) {
        return job.from() == null ? rawFiles.list(client.id()) : rawFiles.list(client.id(), job.from());
    }

    private static boolean wanted(Job job, Client client, RawFile file) {
        return client.entities().containsKey(file.key().entity())
                && job.entities().contains(file.key().entity())
                && (job.from() == null || !file.key().date().isBefore(job.from()))
                && (job.to() == null || !file.key().date().isAfter(job.to()));
    }

    private Map<String, String> ledger(ClientId client) {
        try (Connection connection = database.getConnection();
                PreparedStatement read = connection.prepareStatement(SqlFile.read("load/read-ledger"))) {
            read.setString(1, client.value());
            Map<String, String> ledger = new HashMap<>();
            try (ResultSet rows = read.executeQuery()) {
                while (rows.next()) {
                    ledger.put(rows.getString(1), known(rows.getString(2), rows.getString(3)));
                }
            }
            return ledger;
        } catch (SQLException broken) {
            throw new AbortingFailure(
                    "the ledger cannot be read: " + broken.getMessage(), "is PostgreSQL running?", broken);
        }
    }

    private static String known(String etag, String mappingVersion) {
        return etag + " " + mappingVersion;
    }
}
