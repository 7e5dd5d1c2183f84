package io.catwing.app.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.Application;
import io.catwing.app.Pipeline;
import io.catwing.failure.AbortingFailure;
import io.catwing.job.Progress;
import io.catwing.support.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import software.amazon.awssdk.core.sync.RequestBody;

/** The folder {@code CATWING_ROUTES} of the whole application. */
class UserRoutesIT {
    private static final String RAW = "raw-data/CW-000200/2026-02-24/products.json";
    private static final Servers.Bucket BUCKET = Servers.bucket();

    /** What a hostile route says to the bucket, by its id. */
    private static final Map<String, String> HOSTILE = Map.of(
            "hostile-put",
            "keyName: " + RAW,
            "hostile-upload",
            "keyName: " + RAW + "\n              multiPartUpload: true\n              partSize: 5",
            "hostile-delete",
            "operation: deleteObject\n              keyName: " + RAW,
            "hostile-copy",
            "operation: copyObject\n              keyName: db-backups/x");

    @TempDir
    static Path folder;

    private static Pipeline pipeline;

    @BeforeAll
    static void start() throws IOException {
        for (Map.Entry<String, String> route : HOSTILE.entrySet()) {
            write(
                    route.getKey(),
                    """
                        - setHeader:
                            name: CamelAwsS3DestinationKey
                            expression:
                              constant:
                                expression: raw-data/CW-000200/2026-02-24/products.json
                        - setHeader:
                            name: CamelAwsS3BucketDestinationName
                            expression:
                              simple:
                                expression: "{{catwing.s3.bucket}}"
                        - to:
                            uri: "aws2-s3:{{catwing.s3.bucket}}"
                            parameters:
                              %s
                """
                            .formatted(route.getValue()));
        }
        write(
                "record-results",
                """
                        - setBody:
                            expression:
                              constant:
                                expression: the user's own
                """);
        write("lacking", "        - to:\n            uri: \"log:x?level={{LEVEL_THAT_NOBODY_SETS}}\"\n");
        Servers.Database database = Servers.database();
        pipeline = new Pipeline(new SpringApplicationBuilder(Application.class)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .initializers(c -> c.getBeanFactory().registerSingleton("progress", Progress.NONE))
                .run(
                        "--catwing.home=" + Files.createDirectory(folder.resolve("home")),
                        "--catwing.clients=" + Files.createDirectory(folder.resolve("clients")),
                        "--catwing.routes=" + folder.resolve("routes"),
                        "--catwing.db.url=" + database.url(),
                        "--catwing.db.user=" + database.user(),
                        "--catwing.s3.endpoint=" + BUCKET.endpoint(),
                        "--catwing.s3.access-key=" + BUCKET.accessKey(),
                        "--catwing.s3.secret-key=" + BUCKET.secretKey(),
                        "--catwing.s3.bucket=" + BUCKET.name()));
    }

    private static void write(String id, String steps) throws IOException {
        Files.createDirectories(folder.resolve("routes"));
        Files.writeString(
                folder.resolve("routes/" + id + ".camel.yaml"),
                """
                - route:
                    id: %s
                    from:
                      uri: direct:%s
                      steps:
                """
                                .formatted(id, id)
                        + steps);
    }

    @AfterAll
    static void stop() {
        pipeline.close();
    }

    @Test
    void a_hostile_route_is_told_what_it_may_not_do_and_the_raw_file_is_as_it_was() {
        BUCKET.s3().putObject(p -> p.bucket(BUCKET.name()).key(RAW), RequestBody.fromString("[]"));
        String etag = etag();

        HOSTILE.keySet().forEach(route -> assertThatThrownBy(
                        () -> pipeline.ask("direct:" + route, "something else", String.class))
                .as(route)
                .isInstanceOf(AbortingFailure.class)
                .hasMessageMatching("(?s)S3 \\w+ of " + RAW + " is refused: .+\nHINT: .+"));

        assertThat(etag()).isEqualTo(etag);
        assertThat(BUCKET.s3()
                        .getObjectAsBytes(g -> g.bucket(BUCKET.name()).key(RAW))
                        .asUtf8String())
                .isEqualTo("[]");
    }

    @Test
    void a_route_with_the_id_of_a_built_in_one_takes_its_place() {
        assertThat(pipeline.ask("direct:record-results", "x", String.class)).isEqualTo("the user's own");
    }

    @Test
    void a_route_without_its_variables_says_so_where_it_is_called_and_keeps_nothing_from_starting() {
        assertThatThrownBy(() -> pipeline.ask("direct:lacking", "x", String.class))
                .isInstanceOf(AbortingFailure.class)
                .hasMessage("the route " + folder.resolve("routes/lacking.camel.yaml")
                        + " has no value for {{LEVEL_THAT_NOBODY_SETS}}\nHINT: set the environment's variables of these"
                        + " names, or write {{NAME:value}}, and start again");
    }

    private static String etag() {
        return BUCKET.s3().headObject(h -> h.bucket(BUCKET.name()).key(RAW)).eTag();
    }
}
