package io.catwing.clientdata;

import io.catwing.bucket.ObjectStore;
import io.catwing.bucket.SpoolFolder;
import io.catwing.bucket.StoredObject;
import io.catwing.client.ClientId;
import io.catwing.job.Events;
import io.catwing.job.GatherResults;
import io.catwing.job.Job;
import io.catwing.job.QuarantineFailure;
import io.catwing.job.RunId;
import io.catwing.job.StepResult;
import io.catwing.postgres.Digests;
import io.catwing.support.Servers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.springframework.jdbc.core.JdbcTemplate;
import software.amazon.awssdk.core.sync.RequestBody;

/** The stage as it runs, its real routes and beans, on a database of its own. */
final class ClientDataFixture implements AutoCloseable {
    static final ClientId ONE = new ClientId("CW-000200");
    static final ClientId OTHER = new ClientId("CW-000151");
    private static final RunId RUN = new RunId("20260224-031500-7f3a");

    final Servers.Database database = Servers.database();
    final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
    private final Servers.Bucket bucket;
    private final CamelContext camel = new DefaultCamelContext();

    ClientDataFixture(Servers.Bucket bucket, Path home) {
        this(bucket, bucket.objectStore(), home);
    }

    ClientDataFixture(Servers.Bucket bucket, ObjectStore objectStore, Path home) {
        this.bucket = bucket;
        camel.getRegistry()
                .bind(
                        "planClientData",
                        new PlanClientData(objectStore, database.dataSource(), new Workbooks(Path.of("none"))));
        camel.getRegistry()
                .bind("loadWorkbook", new LoadWorkbook(database.dataSource(), objectStore, new SpoolFolder(home)));
        camel.getRegistry().bind("gatherResults", new GatherResults());
        camel.getRegistry().bind("quarantineFailure", new QuarantineFailure(Events.NONE));
        try {
            for (String file : List.of("failure/quarantine", "client-data/client-data", "client-data/load-workbook")) {
                PluginHelper.getRoutesLoader(camel)
                        .loadRoutes(ResourceHelper.resolveResource(camel, "classpath:routes/" + file + ".camel.yaml"));
            }
            camel.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** As a person uploads: past the objectStore's door, which does not write there. */
    void upload(ClientId client, String place, Path file) {
        bucket.s3()
                .putObject(
                        p -> p.bucket(bucket.name()).key("client-data/" + client + "/" + place),
                        RequestBody.fromFile(file));
    }

    /** As {@code catwing client-data upload} does. */
    StoredObject handIn(ClientId client, WorkbookKind kind, Path file) {
        return new UploadWorkbook(bucket.objectStore()).upload(client, kind, file);
    }

    void delete(ClientId client, String place) {
        bucket.s3().deleteObject(d -> d.bucket(bucket.name()).key("client-data/" + client + "/" + place));
    }

    List<StepResult> run() {
        return run(false);
    }

    @SuppressWarnings("unchecked")
    List<StepResult> run(boolean full) {
        return camel.createProducerTemplate()
                .requestBody(
                        "direct:client-data",
                        Job.of(RUN, "test", List.of(ONE, OTHER)).with(Job.Option.AGAIN, full),
                        List.class);
    }

    /** Results as lines, in order. */
    static Stream<String> lines(List<StepResult> results) {
        return results.stream()
                .map(o -> o.client() + " " + o.subject() + " " + o.outcome() + " " + o.records() + " " + o.rejected()
                        + (o.message() == null ? "" : " " + o.message()));
    }

    List<String> rows(String sql) {
        return jdbc.queryForList(sql, String.class);
    }

    SortedMap<String, Digests.Digest> digests() throws SQLException {
        return new Digests(database.dataSource()).all();
    }

    @Override
    public void close() {
        camel.stop();
    }
}
