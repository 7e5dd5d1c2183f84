package io.catwing.load;

import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.client.Entity;
import io.catwing.client.EntitySpec;
import io.catwing.failure.AbortingFailure;
import io.catwing.job.Job;
import io.catwing.job.StepResult;
import io.catwing.load.ChangedMappings.Part;
import io.catwing.postgres.SqlFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/**
 * Knows the clients whose rows were deleted to be loaded again and have not all come back ({@code ops.forgotten_file}). What would
 * be computed from half of them would be wrong. Called by the routes {@code load}, {@code derive} and {@code stage-only}.
 */
@Component
public class HalfLoaded {
    private static final Set<String> COMPUTED = Set.of("enrich", "stats");

    private final Clients clients;
    private final DataSource database;

    public HalfLoaded(Clients clients, DataSource database) {
        this.clients = clients;
        this.database = database;
    }

    /** The results of a load, and of the entities that it kept or did not bring back. */
    public List<StepResult> tell(
            @Body List<StepResult> loaded,
            @Variable(ForgetChangedMappings.CHANGED) ChangedMappings mappings,
            @Variable("loadJob") Job job) {
        return Stream.of(loaded.stream(), mappings.kept().values().stream(), told(job))
                .flatMap(Function.identity())
                .toList();
    }

    /** The results of a stage, and of the entities because of which a client was left out of it. */
    public List<StepResult> tellLeftOut(@Body List<StepResult> done, @Variable("job") Job job) {
        return COMPUTED.contains(job.stage())
                ? Stream.concat(done.stream(), told(job)).toList()
                : done;
    }

    /** The job without them, if it computes anything. */
    public Job leaveOut(@Body Job job) {
        if (job.stage() != null && !COMPUTED.contains(job.stage())) {
            return job;
        }
        Set<ClientId> half = lacking(job).keySet().stream().map(Part::client).collect(Collectors.toSet());
        return half.isEmpty()
                ? job
                : job.clients(job.clients().stream()
                        .filter(client -> !half.contains(client))
                        .toList());
    }

    private Stream<StepResult> told(Job job) {
        return lacking(job).entrySet().stream().map(of -> half(of.getKey(), of.getValue()));
    }

    /** By entity the number of raw files that are to be loaded again. */
    private Map<Part, Long> lacking(Job job) {
        Map<Part, Long> lacking = new LinkedHashMap<>();
        try (Connection connection = database.getConnection();
                PreparedStatement count = connection.prepareStatement(SqlFile.read("load/count-forgotten"))) {
            count.setArray(
                    1,
                    connection.createArrayOf(
                            "text", job.clients().stream().map(ClientId::value).toArray()));
            try (ResultSet rows = count.executeQuery()) {
                while (rows.next()) {
                    Part part = new Part(new ClientId(rows.getString(1)), Entity.parse(rows.getString(2)));
                    EntitySpec spec = clients.get(part.client()).entities().get(part.entity());
                    // Nothing brings back what the client no longer declares, or its mapping refuses.
                    if (spec != null && !spec.mappingVersion().equals(rows.getString(3))) {
                        lacking.merge(part, rows.getLong(4), Long::sum);
                    }
                }
            }
        } catch (SQLException broken) {
            throw new AbortingFailure(
                    "whether all rows that were to be loaded again came back cannot be read: " + broken.getMessage(),
                    "is PostgreSQL running?",
                    broken);
        }
        return lacking;
    }

    private static StepResult half(Part part, long files) {
        return StepResult.failed(
                "load",
                part.client(),
                part.entity().toString(),
                null,
                "its rows were deleted to be loaded again, and "
                        + (files == 1 ? "1 raw file is" : files + " raw files are")
                        + " not loaded yet: of " + part.client()
                        + " nothing is enriched or computed\nHINT: run ./catwing load without dates once S3 answers; rows of files"
                        + " that it will never give again are given up by deleting their entries from ops.forgotten_file");
    }
}
