package io.catwing.load;

import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.failure.AbortingFailure;
import io.catwing.job.Job;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
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
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/**
 * Knows the clients whose rows were deleted for a changed mapping and did not all come back. What would be computed from half of
 * them would be wrong. Called by the routes {@code load} and {@code derive}.
 */
@Component
public class HalfLoaded {
    /** Variable: their ids. */
    static final String CLIENTS = "loadHalf";

    private final DataSource database;

    public HalfLoaded(DataSource database) {
        this.database = database;
    }

    /** The results of the load, and of the entities that it kept or did not bring back. */
    public List<StepResult> tell(
            @Body List<StepResult> loaded,
            @Variable(ForgetChangedMappings.CHANGED) ChangedMappings mappings,
            Exchange exchange) {
        Map<Part, Long> lacking = loaded.stream()
                .filter(step -> step.outcome() == Outcome.FAILED && !step.refused())
                .collect(Collectors.groupingBy(
                        step -> new Part(step.client(), Entity.parse(step.subject())),
                        LinkedHashMap::new,
                        Collectors.summingLong(StepResult::count)));
        lacking.keySet().removeIf(part -> !mappings.forgotten().contains(part) && !isHalf(part));
        exchange.setVariable(
                CLIENTS, lacking.keySet().stream().map(Part::client).collect(Collectors.toSet()));
        return Stream.of(
                        loaded.stream(),
                        mappings.kept().values().stream(),
                        lacking.entrySet().stream().map(of -> half(of.getKey(), of.getValue())))
                .flatMap(Function.identity())
                .toList();
    }

    /** The job without them. */
    public Job leaveOut(@Body Job job, @Variable(CLIENTS) Set<ClientId> half) {
        return half == null || half.isEmpty()
                ? job
                : job.clients(job.clients().stream()
                        .filter(client -> !half.contains(client))
                        .toList());
    }

    /** Since an earlier run, whose files this one tried again. */
    private boolean isHalf(Part part) {
        try (Connection connection = database.getConnection();
                PreparedStatement ask = connection.prepareStatement(SqlFile.read("load/ask-half"))) {
            ask.setString(1, part.client().value());
            ask.setString(2, part.entity().toString());
            try (ResultSet row = ask.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        } catch (SQLException broken) {
            throw new AbortingFailure(
                    "whether all rows of " + part.client() + " came back cannot be read: " + broken.getMessage(),
                    "is PostgreSQL running?",
                    broken);
        }
    }

    private static StepResult half(Part part, long files) {
        return StepResult.failed(
                "load",
                part.client(),
                part.entity().toString(),
                null,
                "its mapping has changed, so its rows were deleted, and " + files
                        + " raw files could not be read to bring them back: of " + part.client()
                        + " nothing is enriched or computed\nHINT: run ./catwing load again once S3 answers; rows of files"
                        + " that it will never give again are given up by taking these out of the bucket");
    }
}
