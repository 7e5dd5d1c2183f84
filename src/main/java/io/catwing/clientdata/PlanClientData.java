package io.catwing.clientdata;

import io.catwing.bucket.Area;
import io.catwing.bucket.Misnamed;
import io.catwing.bucket.ObjectStore;
import io.catwing.bucket.StoredObject;
import io.catwing.client.ClientId;
import io.catwing.clientdata.WorkbookStep.Action;
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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.Body;
import org.apache.camel.Handler;
import org.springframework.stereotype.Component;

/** Compares the workbooks in S3 with the ledger. Called by the route {@code client-data}. */
@Component
public class PlanClientData {
    private final ObjectStore objectStore;
    private final DataSource database;
    private final Workbooks workbooks;

    public PlanClientData(ObjectStore objectStore, DataSource database, Workbooks workbooks) {
        this.objectStore = objectStore;
        this.database = database;
        this.workbooks = workbooks;
    }

    /** A step for each workbook that exists, or existed. */
    @Handler
    public List<WorkbookStep> plan(@Body Job job) {
        List<WorkbookStep> steps = new ArrayList<>();
        for (ClientId client : job.clients()) {
            Misnamed others = new Misnamed();
            Map<String, StoredObject> there = there(client, others);
            Map<String, String> known = known(client);
            for (WorkbookKind kind : workbooks.kinds()) {
                plan(job, client, kind, there, known, steps);
            }
            misnamed(others, there.keySet())
                    .ifPresent(note -> steps.add(
                            new WorkbookStep(job.run(), client, null, null, "other files", Action.NAME, note)));
        }
        return steps;
    }

    private static void plan(
            Job job,
            ClientId client,
            WorkbookKind kind,
            Map<String, StoredObject> there,
            Map<String, String> known,
            List<WorkbookStep> steps) {
        List<String> places = kind.places().stream().filter(there::containsKey).toList();
        for (int i = 0; i < places.size(); i++) {
            StoredObject object = there.get(places.get(i));
            Action action = i > 0
                    ? Action.IGNORE
                    : !job.full() && isCurrent(kind, object, places.get(i), known) ? Action.KEEP : Action.READ;
            steps.add(new WorkbookStep(job.run(), client, kind, object, places.get(i), action, null));
        }
        if (places.isEmpty()) {
            kind.places().stream()
                    .filter(known::containsKey)
                    .forEach(place ->
                            steps.add(new WorkbookStep(job.run(), client, kind, null, place, Action.FORGET, null)));
        }
    }

    private static Optional<String> misnamed(Misnamed others, Set<String> there) {
        Set<String> places = WorkbookKind.values().stream()
                .flatMap(kind -> kind.places().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        there.stream().filter(place -> !places.contains(place)).forEach(others::add);
        return others.note("names are " + String.join(", ", places));
    }

    /** The database holds this object, and none from the kind's other place. */
    private static boolean isCurrent(WorkbookKind kind, StoredObject object, String place, Map<String, String> known) {
        return kind.places().stream()
                .allMatch(each -> Objects.equals(known.get(each), each.equals(place) ? object.etag() : null));
    }

    private Map<String, StoredObject> there(ClientId client, Misnamed others) {
        Map<String, StoredObject> there = new HashMap<>();
        String prefix = client + "/";
        try (Stream<StoredObject> objects =
                objectStore.list(Area.CLIENT_DATA, prefix, path -> others.add(path.substring(prefix.length())))) {
            objects.forEach(object -> there.put(object.key().path().substring(prefix.length()), object));
        }
        return there;
    }

    /** ETags by place; empty for those read by other rules. */
    private Map<String, String> known(ClientId client) {
        String prefix = Area.CLIENT_DATA.prefix() + client + "/";
        try (Connection connection = database.getConnection();
                PreparedStatement read = connection.prepareStatement(SqlFile.read("client-data/read-ledger"))) {
            read.setString(1, client.value());
            Map<String, String> known = new HashMap<>();
            try (ResultSet rows = read.executeQuery()) {
                while (rows.next()) {
                    String place = rows.getString(1).substring(prefix.length());
                    int rules = rows.getInt(3);
                    boolean same = workbooks.kinds().stream()
                            .anyMatch(kind -> kind.places().contains(place) && kind.rules() == rules);
                    known.put(place, same ? rows.getString(2) : "");
                }
            }
            return known;
        } catch (SQLException broken) {
            throw new AbortingFailure(
                    "the ledger of workbooks cannot be read: " + broken.getMessage(), "is PostgreSQL running?", broken);
        }
    }
}
