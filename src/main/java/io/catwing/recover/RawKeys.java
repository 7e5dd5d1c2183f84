package io.catwing.recover;

import io.catwing.bucket.ClientListings;
import io.catwing.bucket.RawFile;
import io.catwing.bucket.RawFiles;
import io.catwing.bucket.RawKey;
import io.catwing.client.Client;
import io.catwing.client.Clients;
import io.catwing.failure.Failure;
import io.catwing.postgres.SqlFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Which raw files there are, and which a database holds: recoveries are made of the difference, never of a clock. */
@Component
public class RawKeys {
    private static final Logger LOG = LoggerFactory.getLogger(RawKeys.class);

    private final Clients clients;
    private final RawFiles rawFiles;
    private final DatabaseServer server;

    public RawKeys(Clients clients, RawFiles rawFiles, DatabaseServer server) {
        this.clients = clients;
        this.rawFiles = rawFiles;
        this.server = server;
    }

    /** What a ledger says of a file. */
    record Entry(String etag, Instant loadedAt) {}

    /** A client's files in the bucket that a load would want: of the entities that the client's file declares. */
    record InBucket(Client client, SortedMap<RawKey, RawFile> files) {}

    /**
     * Client after client, by id, so that however many files there are, some clients' are in memory. Close the stream.
     *
     * @param to last business date, null for no limit
     */
    Stream<InBucket> inBucket(LocalDate to) {
        return ClientListings.of(
                clients.all().stream().map(Client::id).toList(),
                id -> new InBucket(clients.get(id), inBucket(clients.get(id), to)));
    }

    private SortedMap<RawKey, RawFile> inBucket(Client client, LocalDate to) {
        SortedMap<RawKey, RawFile> files = new TreeMap<>();
        try (Stream<RawFile> listed = rawFiles.list(client.id())) {
            listed.filter(file -> client.entities().containsKey(file.key().entity()))
                    .filter(file -> to == null || !file.key().date().isAfter(to))
                    .forEach(file -> files.put(file.key(), file));
        }
        return files;
    }

    /** By id. */
    Collection<Client> clients() {
        return clients.all();
    }

    /** A database's ledger. Close it. */
    LedgerOf ledger(DatabaseName database) {
        return new LedgerOf(database);
    }

    /** Read client after client, by one connection. */
    final class LedgerOf implements AutoCloseable {
        private final DatabaseName database;
        private final Connection connection;
        private final boolean isThere;

        private LedgerOf(DatabaseName database) {
            this.database = database;
            connection = server.connect(database);
            try (PreparedStatement find = connection.prepareStatement(SqlFile.read("recover/find-table"))) {
                isThere = isThere(find, "ops.ledger");
            } catch (SQLException broken) {
                close();
                throw failed(broken);
            }
        }

        /** What the database holds of what a load would want of a client; nothing where there is no ledger. */
        SortedMap<RawKey, Entry> of(Client client, LocalDate to) {
            SortedMap<RawKey, Entry> entries = new TreeMap<>();
            if (!isThere) {
                return entries;
            }
            try (PreparedStatement list = connection.prepareStatement(SqlFile.read("recover/list-ledger"))) {
                list.setString(1, client.id().value());
                try (ResultSet rows = list.executeQuery()) {
                    while (rows.next()) {
                        RawKey key = RawKey.parse(rows.getString(1));
                        if (client.entities().containsKey(key.entity())
                                && (to == null || !key.date().isAfter(to))) {
                            entries.put(
                                    key,
                                    new Entry(
                                            rows.getString(2),
                                            rows.getTimestamp(3).toInstant()));
                        }
                    }
                }
                return entries;
            } catch (SQLException broken) {
                throw failed(broken);
            }
        }

        private Failure failed(SQLException broken) {
            return DatabaseServer.failed("the entries of the ledger of " + database + " cannot be read", broken);
        }

        @Override
        public void close() {
            try {
                connection.close();
            } catch (SQLException gone) {
                LOG.debug("the connection to {} was gone already", database, gone);
            }
        }
    }

    /** @param entry null where the ledger does not hold it */
    static boolean isAltered(RawFile file, Entry entry) {
        return entry != null && !entry.etag().equals(file.etag());
    }

    /** Why a file is in no table, and under which mapping. */
    record Refused(String etag, String mappingVersion, String reason) {
        /** Nothing has changed since the other: what refused that one refuses this one. */
        boolean asBefore(Refused other) {
            return other != null && etag.equals(other.etag) && mappingVersion.equals(other.mappingVersion);
        }
    }

    /** Which files a database has refused as a whole; none where it is of a version that did not write it down. */
    SortedMap<RawKey, Refused> refused(DatabaseName database) {
        SortedMap<RawKey, Refused> refused = new TreeMap<>();
        try (Connection connection = server.connect(database);
                PreparedStatement find = connection.prepareStatement(SqlFile.read("recover/find-table"))) {
            if (!isThere(find, "ops.refused_file")) {
                return refused;
            }
            try (PreparedStatement list = connection.prepareStatement(SqlFile.read("recover/list-refused"));
                    ResultSet rows = list.executeQuery()) {
                while (rows.next()) {
                    refused.put(
                            RawKey.parse(rows.getString(1)),
                            new Refused(rows.getString(2), rows.getString(3), rows.getString(4)));
                }
            }
            return refused;
        } catch (SQLException broken) {
            throw DatabaseServer.failed("the refused files of " + database + " cannot be read", broken);
        }
    }

    static boolean isThere(PreparedStatement find, String table) throws SQLException {
        find.setString(1, table);
        try (ResultSet there = find.executeQuery()) {
            return there.next();
        }
    }

    /** Whether nothing was loaded yet, or a replay in bulk was not brought to its end. */
    boolean isNewOrInBulk(DatabaseName database) {
        try (Connection connection = server.connect(database);
                PreparedStatement ask = connection.prepareStatement(SqlFile.read("recover/ask-bulk"));
                ResultSet row = ask.executeQuery()) {
            row.next();
            return row.getBoolean(1);
        } catch (SQLException broken) {
            throw DatabaseServer.failed("the ledger of " + database + " cannot be read", broken);
        }
    }
}
