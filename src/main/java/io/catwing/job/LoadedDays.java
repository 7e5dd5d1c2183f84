package io.catwing.job;

import io.catwing.bucket.RawFile;
import io.catwing.bucket.RawFiles;
import io.catwing.bucket.RawKey;
import io.catwing.bucket.RawMetadata;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.postgres.SqlFile;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What of a client's days is in the database, as the ledger says, and of one day what is in the bucket. Read by the service. */
@Component
public class LoadedDays {
    private final RawFiles rawFiles;
    private final JdbcClient jdbc;

    public LoadedDays(RawFiles rawFiles, JdbcClient jdbc) {
        this.rawFiles = rawFiles;
        this.jdbc = jdbc;
    }

    /**
     * One day of a client.
     *
     * @param loaded entities whose file the ledger holds
     * @param records that were loaded
     * @param rejected records that could not be mapped
     */
    public record Day(LocalDate date, List<Entity> loaded, long records, long rejected) {}

    /** Every day of the range, the empty ones too. */
    public List<Day> of(ClientId client, LocalDate from, LocalDate to) {
        Map<LocalDate, Day> days = new HashMap<>();
        jdbc.sql(SqlFile.read("job/list-days"))
                .param("client", client.value())
                .param("from", from)
                .param("to", to)
                .query((RowCallbackHandler) row -> {
                    LocalDate date = row.getObject("source_date", LocalDate.class);
                    List<Entity> loaded = Arrays.stream(
                                    (String[]) row.getArray("entities").getArray())
                            .map(Entity::parse)
                            .toList();
                    days.put(date, new Day(date, loaded, row.getLong("records"), row.getLong("rejected")));
                });
        return from.datesUntil(to.plusDays(1))
                .map(date -> days.getOrDefault(date, new Day(date, List.of(), 0, 0)))
                .toList();
    }

    /**
     * All that the ledger holds.
     *
     * @param records that were loaded
     * @param last when a file was loaded last; null where none was
     */
    public record Totals(long files, long records, long rejected, Instant last) {}

    public Totals totals() {
        return jdbc.sql(SqlFile.read("job/count-loaded"))
                .query((row, at) -> {
                    Timestamp last = row.getTimestamp("last");
                    return new Totals(
                            row.getLong("files"),
                            row.getLong("records"),
                            row.getLong("rejected"),
                            last == null ? null : last.toInstant());
                })
                .single();
    }

    /**
     * One raw file.
     *
     * @param bytes in the bucket; null where it is not there
     * @param records that the ERP sent; null where it is not there
     * @param fetchedAt null where it is not there, or where that is not known
     * @param loaded null where the ledger does not hold it
     */
    public record File(RawKey key, Long bytes, Long records, Instant fetchedAt, Loaded loaded) {}

    /** @param records that were loaded */
    public record Loaded(long records, long rejected, long excluded, Instant at, RunId run) {}

    /** A file for each entity that the client declares or the ledger holds, in {@link Entity} order. */
    public List<File> files(Client client, LocalDate date) {
        Map<Entity, Loaded> loaded = new HashMap<>();
        jdbc.sql(SqlFile.read("job/list-files-of-day"))
                .param("client", client.id().value())
                .param("date", date)
                .query((RowCallbackHandler) row -> loaded.put(
                        RawKey.parse(row.getString("raw_key")).entity(),
                        new Loaded(
                                row.getLong("rows_loaded"),
                                row.getLong("rows_rejected"),
                                row.getLong("rows_excluded"),
                                row.getTimestamp("loaded_at").toInstant(),
                                new RunId(row.getString("run_id")))));
        Set<Entity> entities = new TreeSet<>(client.entities().keySet());
        entities.addAll(loaded.keySet());
        return entities.stream()
                .map(entity -> file(new RawKey(client.id(), date, entity), loaded.get(entity)))
                .toList();
    }

    private File file(RawKey key, Loaded loaded) {
        Optional<RawFile> there = rawFiles.find(key);
        Optional<RawMetadata> metadata = there.flatMap(file -> rawFiles.metadata(key));
        return new File(
                key,
                there.map(RawFile::bytes).orElse(null),
                metadata.map(RawMetadata::records).orElse(null),
                metadata.map(RawMetadata::fetchedAt).orElse(null),
                loaded);
    }
}
