package io.catwing.service.page;

import io.catwing.bucket.RawFile;
import io.catwing.bucket.RawFiles;
import io.catwing.bucket.RawKey;
import io.catwing.bucket.RawMetadata;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.failure.PrintableText;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.postgres.SqlFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The files of one day of one client: what the bucket has of them, and what the database knows. */
@Component
@ConditionalOnWebApplication
class DayFiles {
    /** Characters that are shown. */
    private static final int SHOWN = 4096;

    /** More than is shown, so that a secret that is echoed there is known as a whole. */
    private static final int READ = 4 * SHOWN + (16 << 10);

    private final RawFiles rawFiles;
    private final JdbcClient jdbc;
    private final Clock clock;

    DayFiles(RawFiles rawFiles, JdbcClient jdbc, Clock clock) {
        this.rawFiles = rawFiles;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * A file, or the lack of one.
     *
     * @param state missing, stored, loaded or refused
     * @param records that the ERP sent; null where there is no file
     * @param rejected records; null where it is not loaded
     * @param bytes null where there is no file
     * @param age since it was fetched, in words; null where there is no file
     * @param message why it was refused, or null
     */
    record File(Entity entity, String state, Long records, Long rejected, Long bytes, String age, String message) {}

    private record Known(long rejected, String refused) {}

    /** In {@link Entity} order: those that the client declares, and others that are there. */
    List<File> of(Client client, LocalDate date) {
        Map<Entity, RawFile> stored = new EnumMap<>(Entity.class);
        try (Stream<RawFile> files = rawFiles.list(client.id(), date)) {
            files.takeWhile(file -> file.key().date().equals(date))
                    .forEach(file -> stored.put(file.key().entity(), file));
        }
        Map<Entity, Known> known = new EnumMap<>(Entity.class);
        jdbc.sql(SqlFile.read("service/list-loaded-files"))
                .param("client", client.id().value())
                .param("date", date)
                .query((RowCallbackHandler) row -> known.put(
                        Entity.parse(row.getString("entity")),
                        new Known(row.getLong("rejected"), row.getString("refused"))));
        Set<Entity> entities = new TreeSet<>(client.entities().keySet());
        entities.addAll(stored.keySet());
        entities.addAll(known.keySet());
        return entities.stream()
                .map(entity -> file(entity, stored.get(entity), known.get(entity)))
                .toList();
    }

    private File file(Entity entity, RawFile stored, Known known) {
        Long rejected = known == null || known.refused() != null ? null : known.rejected();
        String state =
                known == null ? (stored == null ? "missing" : "stored") : rejected == null ? "refused" : "loaded";
        String message = known == null ? null : known.refused();
        RawMetadata told =
                stored == null ? null : rawFiles.metadata(stored.key()).orElse(null);
        return told == null
                ? new File(entity, state, null, rejected, null, null, message)
                : new File(entity, state, told.records(), rejected, stored.bytes(), age(told.fetchedAt()), message);
    }

    private String age(Instant fetched) {
        return Ages.of(Duration.between(fetched, clock.instant()));
    }

    /**
     * The beginning of a file, printable.
     *
     * @throws QuarantinedFailure where there is no such file
     */
    String firstBytes(ClientId client, LocalDate date, Entity entity) {
        RawKey key = new RawKey(client, date, entity);
        RawFile file = rawFiles.find(key)
                .orElseThrow(() -> new QuarantinedFailure(
                        key + " is not in the bucket", "a backfill asks the ERP for it: ./catwing fetch --help"));
        try (InputStream bytes = rawFiles.open(file)) {
            return beginning(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String beginning(InputStream bytes) throws IOException {
        return PrintableText.cleanLines(new String(bytes.readNBytes(READ), StandardCharsets.UTF_8), SHOWN);
    }
}
