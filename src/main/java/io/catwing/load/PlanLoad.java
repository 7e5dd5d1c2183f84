package io.catwing.load;

import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.client.Entity;
import io.catwing.client.EntitySpec;
import io.catwing.failure.AbortingFailure;
import io.catwing.raw.RawFile;
import io.catwing.raw.RawFiles;
import io.catwing.run.Progress;
import io.catwing.sql.SqlFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.springframework.stereotype.Component;

/** Decides which raw files are loaded, in which transactions, and by how many lanes. Called by the route {@code load}. */
@Component
public class PlanLoad {
    /** The exchange property that holds the progress step of a load. */
    static final String PROGRESS = "loadProgress";

    private final Clients clients;
    private final RawFiles rawFiles;
    private final DataSource database;
    private final LoadSettings settings;
    private final Progress progress;

    public PlanLoad(Clients clients, RawFiles rawFiles, DataSource database, LoadSettings settings, Progress progress) {
        this.clients = clients;
        this.rawFiles = rawFiles;
        this.database = database;
        this.settings = settings;
        this.progress = progress;
    }

    /** What the ledger has with the same ETag and mapping is left out, unless the order says again. */
    @Handler
    public List<LoadLane> plan(@Body LoadOrder order, Exchange exchange) {
        List<List<LoadBatch>> perEntity = new ArrayList<>();
        for (ClientId id : order.clients()) {
            perEntity.addAll(plan(order, clients.get(id)));
        }
        int parallel = order.parallel() > 0 ? order.parallel() : settings.parallel();
        List<LoadBatch> batches = arrange(perEntity, parallel);
        int files = batches.stream().mapToInt(batch -> batch.files().size()).sum();
        exchange.setProperty("runId", order.run());
        exchange.setProperty("stage", "load");
        exchange.setProperty(PROGRESS, progress.begin("load", files, "files"));
        Queue<LoadBatch> queue = new ConcurrentLinkedQueue<>(batches);
        return IntStream.range(0, Math.min(parallel, batches.size()))
                .mapToObj(lane -> new LoadLane(queue))
                .toList();
    }

    private List<List<LoadBatch>> plan(LoadOrder order, Client client) {
        Map<String, String> ledger = order.again() ? Map.of() : ledger(client.id());
        Map<Entity, List<RawFile>> missing = new HashMap<>();
        try (Stream<RawFile> listed = rawFiles.list(client.id())) {
            listed.filter(file -> wanted(order, client, file)).forEach(file -> {
                EntitySpec spec = client.entities().get(file.key().entity());
                if (!known(file.etag(), spec.mappingVersion())
                        .equals(ledger.get(file.key().toString()))) {
                    missing.computeIfAbsent(file.key().entity(), entity -> new ArrayList<>())
                            .add(file);
                }
            });
        }
        List<List<LoadBatch>> perEntity = new ArrayList<>();
        client.entities().forEach((entity, spec) -> {
            List<RawFile> files =
                    missing.getOrDefault(entity, List.of()).stream().sorted().toList();
            List<LoadBatch> batches = group(order, client, spec, files);
            if (order.newestFirst()) {
                Collections.reverse(batches);
            }
            perEntity.add(batches);
        });
        return perEntity;
    }

    private static boolean wanted(LoadOrder order, Client client, RawFile file) {
        return client.entities().containsKey(file.key().entity())
                && order.entities().contains(file.key().entity())
                && (order.from() == null || !file.key().date().isBefore(order.from()))
                && (order.to() == null || !file.key().date().isAfter(order.to()));
    }

    private List<LoadBatch> group(LoadOrder order, Client client, EntitySpec spec, List<RawFile> files) {
        List<LoadBatch> batches = new ArrayList<>();
        List<RawFile> batch = new ArrayList<>();
        long bytes = 0;
        for (RawFile file : files) {
            if (!batch.isEmpty()
                    && (batch.size() >= settings.files() || bytes + file.bytes() > settings.batchBytes())) {
                batches.add(new LoadBatch(order.run(), client, spec, List.copyOf(batch)));
                batch.clear();
                bytes = 0;
            }
            batch.add(file);
            bytes += file.bytes();
        }
        if (!batch.isEmpty()) {
            batches.add(new LoadBatch(order.run(), client, spec, List.copyOf(batch)));
        }
        return batches;
    }

    /**
     * Puts batches that may hold the same orders, neighbours of one entity, far from each other: lanes that load side by
     * side would wait for one another there. The order makes no difference to the result.
     */
    static List<LoadBatch> arrange(List<List<LoadBatch>> perEntity, int parallel) {
        List<LoadBatch> arranged = new ArrayList<>();
        for (List<LoadBatch> batches : perEntity) {
            int stride = (batches.size() + parallel - 1) / parallel;
            for (int i = 0; i < stride; i++) {
                for (int at = i; at < batches.size(); at += stride) {
                    arranged.add(batches.get(at));
                }
            }
        }
        return arranged;
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
