package io.catwing.load;

import io.catwing.bucket.ClientListings;
import io.catwing.bucket.RawFile;
import io.catwing.bucket.RawFiles;
import io.catwing.bucket.RawKey;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.failure.AbortingFailure;
import io.catwing.job.Job;
import io.catwing.postgres.SqlFile;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/** Which raw files a job is about, and which of them the ledger does not hold. Called by the route {@code load} and by a rebuild. */
@Component
public class MissingFiles {
    private final Clients clients;
    private final RawFiles rawFiles;
    private final DataSource database;

    public MissingFiles(Clients clients, RawFiles rawFiles, DataSource database) {
        this.clients = clients;
        this.rawFiles = rawFiles;
        this.database = database;
    }

    /** All raw files that the job is about, client after client in the order of their keys; listed while they are read. Close the stream. */
    public Stream<RawFile> list(@Body Job job) {
        return ClientListings.of(job.clients(), id -> {
                    try (Stream<RawFile> files = list(job, clients.get(id))) {
                        return files.toList();
                    }
                })
                .flatMap(List::stream);
    }

    /**
     * Without those that the ledger holds with the same ETag and mapping, unless the job says again, and those of entities that
     * are kept as they are.
     */
    public Stream<RawFile> leaveOutLoaded(
            @Body Stream<RawFile> files,
            @Variable(PlanLoad.JOB) Job job,
            @Variable(ForgetChangedMappings.CHANGED) ChangedMappings mappings) {
        Stream<RawFile> wanted = files.filter(file -> !mappings.keeps(file.key()));
        if (job.has(Job.Option.AGAIN)) {
            return wanted;
        }
        LedgerOfClient ledger = new LedgerOfClient(job.from());
        return wanted.filter(file -> {
            RawKey key = file.key();
            String version =
                    clients.get(key.client()).entities().get(key.entity()).mappingVersion();
            return !known(file.etag(), version).equals(ledger.entry(key));
        });
    }

    /** Of one client at a time, since files come client after client. */
    private final class LedgerOfClient {
        private final LocalDate from;
        private ClientId client;
        private Map<String, String> entries;

        LedgerOfClient(LocalDate from) {
            this.from = from;
        }

        String entry(RawKey key) {
            if (!key.client().equals(client)) {
                client = key.client();
                entries = ledger(client, from);
            }
            return entries.get(key.toString());
        }
    }

    /** Those of a client that the ledger does not hold in any form. */
    public List<RawFile> unknown(Job job, Client client) {
        Map<String, String> ledger = ledger(client.id(), job.from());
        try (Stream<RawFile> files = list(job, client)) {
            return files.filter(file -> !ledger.containsKey(file.key().toString()))
                    .toList();
        }
    }

    /** Those of the keys of a client's files that the ledger does not hold in any form. */
    Set<RawKey> unknown(Client client, Collection<RawKey> files) {
        Set<RawKey> unknown = new TreeSet<>();
        files.stream()
                .filter(key -> client.entities().containsKey(key.entity()))
                .forEach(unknown::add);
        if (!unknown.isEmpty()) {
            LocalDate from =
                    files.stream().map(RawKey::date).min(LocalDate::compareTo).orElseThrow();
            Set<String> ledger = ledger(client.id(), from).keySet();
            unknown.removeIf(key -> ledger.contains(key.toString()));
        }
        return unknown;
    }

    private Stream<RawFile> list(Job job, Client client) {
        Stream<RawFile> files =
                job.from() == null ? rawFiles.list(client.id()) : rawFiles.list(client.id(), job.from());
        return files.filter(file -> isWanted(job, client, file.key()));
    }

    private static boolean isWanted(Job job, Client client, RawKey key) {
        return client.entities().containsKey(key.entity())
                && job.entities().contains(key.entity())
                && (job.from() == null || !key.date().isBefore(job.from()))
                && (job.to() == null || !key.date().isAfter(job.to()));
    }

    /** @param from first business date, null for all @return ETag and mapping version by key */
    Map<String, String> ledger(ClientId client, LocalDate from) {
        try (Connection connection = database.getConnection();
                PreparedStatement read = connection.prepareStatement(SqlFile.read("load/read-ledger"))) {
            read.setString(1, client.value());
            read.setDate(2, from == null ? null : Date.valueOf(from));
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
