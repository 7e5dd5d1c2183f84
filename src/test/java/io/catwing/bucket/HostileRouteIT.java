package io.catwing.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.catwing.failure.AbortingFailure;
import io.catwing.support.Servers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A route of the user's own that means harm, or was written without care, on a real S3. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileRouteIT {
    private static final String RAW = "raw-data/CW-000200/2026-02-24/products.json";
    private static final String NEW = "raw-data/CW-000200/2026-02-25/products.json";
    private static final String BODY = "[{\"product_id\": 1}]";
    private static final String MD5 = "BnsiUv01QvRc1IjZHewXag==";

    /** What a route's expressions do not make. */
    private static final Map<String, Object> LISTS = Map.of(
            "CamelAwsS3KeysToDelete", List.of("db-backups/x", RAW),
            "CamelAwsS3ObjectTags", Map.of("a", "b"));

    private record Content(HeadObjectResponse raw, List<String> keys) {}

    @TempDir
    Path folder;

    private final Servers.Bucket bucket = Servers.bucket();
    private final Servers.Bucket other = Servers.bucket();
    private final S3Client guarded = S3Clients.create(bucket.settings());
    private final CamelContext camel = new DefaultCamelContext();

    @BeforeAll
    void start() {
        camel.getRegistry().bind("aws2-s3", new BucketComponent(guarded));
        Properties properties = new Properties();
        properties.setProperty("catwing.s3.bucket", bucket.name());
        camel.getPropertiesComponent().setInitialProperties(properties);
        camel.start();
    }

    @BeforeEach
    void put() {
        if (bucket.rawFiles().find(RawKey.parse(RAW)).isEmpty()) {
            bucket.s3()
                    .putObject(
                            p -> p.bucket(bucket.name()).key(RAW).metadata(Map.of("records", "1")),
                            RequestBody.fromString(BODY));
        }
        bucket.s3()
                .putObject(p -> p.bucket(bucket.name()).key("db-backups/x"), RequestBody.fromString("something else"));
    }

    @AfterAll
    void stop() {
        camel.stop();
        guarded.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "put | keyName: KEY | | PutObject | If-None-Match",
                "put with a checksum | keyName: KEY | CamelAwsS3ContentMD5=MD5 | PutObject | If-None-Match",
                "put under a condition, without a checksum | keyName: KEY, conditionalWritesEnabled: true | | PutObject | If-None-Match",
                "put, the key in a header | | CamelAwsS3Key=KEY | PutObject | If-None-Match",
                "put, the key by an expression | | CamelAwsS3Key=${body.substring(0,0)}KEY | PutObject | If-None-Match",
                "put with headers that say nothing | keyName: KEY | If-None-Match=*, CamelAwsS3IfNoneMatchCondition=* | PutObject | If-None-Match",
                "a multipart upload | keyName: KEY, multiPartUpload: true, partSize: 5 | | CreateMultipartUpload | never changed",
                "a multipart upload under a condition | keyName: KEY, multiPartUpload: true, partSize: 5, conditionalWritesEnabled: true | | CreateMultipartUpload | never changed",
                "a streaming upload | keyName: KEY, streamingUploadMode: true, batchMessageNumber: 1, restartingPolicy: override | | CreateMultipartUpload | never changed",
                "a copy onto itself | operation: copyObject | CamelAwsS3Key=KEY, CamelAwsS3DestinationKey=KEY, CamelAwsS3BucketDestinationName=BUCKET | CopyObject | never changed",
                "a copy of something else | operation: copyObject | CamelAwsS3Key=db-backups/x, CamelAwsS3DestinationKey=KEY, CamelAwsS3BucketDestinationName=BUCKET | CopyObject | never changed",
                "delete | operation: deleteObject, keyName: KEY | | DeleteObject | never changed or deleted",
                "delete, the operation in a header | keyName: KEY | CamelAwsS3Operation=deleteObject | DeleteObject | never changed or deleted",
                "delete by a key that walks | operation: deleteObject, keyName: db-backups/../KEY | | DeleteObject | the key may mean another one",
                "delete many | operation: deleteObjects | | DeleteObjects | never changed or deleted",
                "tags | operation: putObjectTagging, keyName: KEY | | PutObjectTagging | never changed",
                "no tags | operation: deleteObjectTagging, keyName: KEY | | DeleteObjectTagging | never changed",
                "an ACL | operation: putObjectAcl, keyName: KEY | CamelAwsS3CannedAcl=PRIVATE | PutObjectAcl | never changed",
                "restore from an archive | operation: restoreObject, keyName: KEY | | RestoreObject | never changed",
                "the bucket | operation: deleteBucket | | DeleteBucket | the bucket as a whole",
                "its policy | operation: putBucketPolicy | CamelAwsS3BucketPolicy={} | PutBucketPolicy | the bucket as a whole",
                "its policy's end | operation: deleteBucketPolicy | | DeleteBucketPolicy | the bucket as a whole",
                "its versions | operation: putBucketVersioning | CamelAwsS3VersioningStatus=Suspended | PutBucketVersioning | the bucket as a whole",
            })
    void whatever_a_route_does_to_a_raw_file_is_refused_and_the_file_is_as_it_was(
            String way, String parameters, String headers, String operation, String why) throws Exception {
        Content before = content();

        Throwable failure = fails(parameters, headers, "{{catwing.s3.bucket}}");

        assertThat(failure).isInstanceOf(AbortingFailure.class);
        assertThat(failure.getMessage()).startsWith("S3 " + operation).contains(" is refused: ", why, "\nHINT: ");
        unchanged(before);
    }

    @Test
    void an_endpoint_of_another_bucket_that_is_sent_back_to_ours_is_refused() throws Exception {
        Content before = content();

        Throwable failure = fails(
                "operation: deleteObject", "CamelAwsS3Key=KEY, CamelAwsS3OverrideBucketName=BUCKET", other.name());
        assertThat(failure)
                .hasMessage("S3 DeleteObject of " + RAW
                        + " is refused: raw files are never changed or deleted\nHINT: write elsewhere");

        Throwable beside = fails("operation: deleteObject", "CamelAwsS3Key=../" + bucket.name() + "/KEY", other.name());
        assertThat(beside).isInstanceOf(AbortingFailure.class).hasMessageContaining("the key may mean another one");
        unchanged(before);
    }

    @ParameterizedTest
    @CsvSource({
        "accessKey: a",
        "useDefaultCredentialsProvider: true",
        "useSessionCredentials: true",
        "useProfileCredentialsProvider: true",
        "amazonS3Client: '#other'",
        "amazonS3Presigner: '#other'",
        "uriEndpointOverride: 'http://127.0.0.1:1'"
    })
    void no_endpoint_makes_a_client_or_a_signer_of_its_own(String option) throws Exception {
        camel.getRegistry().bind("other", other.s3());

        assertThat(fails("operation: createUploadLink, keyName: KEY, " + option, "", bucket.name()))
                .hasMessage(
                        "an endpoint aws2-s3:" + bucket.name() + " has the option " + option.replaceFirst(":.*", "")
                                + "\nHINT: leave it out: every endpoint uses catwing's own client, which CATWING_S3_* configures");
        assertThat(fails("operation: createUploadLink, keyName: KEY, region: us-east-1", "", bucket.name()))
                .as("a link that is signed with our keys")
                .hasMessageContaining("Access key ID cannot be blank");
    }

    @Test
    void what_harms_nothing_is_done() throws Exception {
        Content before = content();

        run("keyName: db-backups/y", "", bucket.name());
        run("keyName: product-images/y.jpg", "", bucket.name());
        run("operation: deleteObject, keyName: db-backups/y", "", bucket.name());
        run("keyName: " + NEW + ", conditionalWritesEnabled: true", "CamelAwsS3ContentMD5=MD5", bucket.name());
        run(
                "operation: copyObject",
                "CamelAwsS3Key=KEY, CamelAwsS3DestinationKey=copied, CamelAwsS3BucketDestinationName=" + other.name(),
                bucket.name());
        run("operation: deleteObject, keyName: copied", "", other.name());
        assertThat(run("operation: getObject, keyName: KEY", "", bucket.name())).isEqualTo(BODY);

        Content after = content();
        assertThat(after.keys()).contains("product-images/y.jpg", NEW).doesNotContain("db-backups/y");
        assertThat(after.raw().eTag()).isEqualTo(before.raw().eTag());
    }

    /** Its own default deletes what it has read. */
    @Test
    void a_consumer_deletes_nothing() throws Exception {
        Content before = content();
        Endpoint polled = camel.getEndpoint("aws2-s3://" + bucket.name() + "?prefix=raw-data/");
        ConsumerTemplate template = camel.createConsumerTemplate();

        Exchange read = template.receive(polled, 10_000);
        assertThat(read.getMessage().getBody(String.class)).isEqualTo(BODY);
        template.doneUoW(read);
        template.stop();

        unchanged(before);
    }

    private Throwable fails(String parameters, String headers, String named) {
        Throwable thrown = catchThrowable(() -> run(parameters, headers, named));
        assertThat(thrown).as("it was done").isNotNull();
        Throwable root = thrown;
        while (root.getCause() != null && !(root instanceof AbortingFailure)) {
            root = root.getCause();
        }
        return root;
    }

    private String run(String parameters, String headers, String named) throws Exception {
        Path file = Files.writeString(
                folder.resolve("hostile.camel.yaml"),
                """
                - route:
                    id: hostile
                    from:
                      uri: direct:hostile
                      steps:
                        - setHeaders:
                            headers: [%s]
                        - to:
                            uri: aws2-s3:%s
                            parameters: {%s}
                """
                        .formatted(headers(headers), named, filled(parameters)));
        PluginHelper.getRoutesLoader(camel)
                .updateRoutes(ResourceHelper.resolveResource(camel, "file:" + file.toAbsolutePath()));
        return camel.createProducerTemplate().requestBodyAndHeaders("direct:hostile", BODY, LISTS, String.class);
    }

    /** {@code A=x, B=y} in the words of Camel's YAML. */
    private String headers(String list) {
        return Stream.of(("X-Any=x, " + filled(list)).split(", "))
                .filter(header -> !header.isEmpty())
                .map(header -> header.split("=", 2))
                .map(header -> "{name: " + header[0] + ", simple: {expression: '" + header[1] + "'}}")
                .collect(Collectors.joining(", "));
    }

    private String filled(String text) {
        return text == null
                ? ""
                : text.replaceAll("KEY\\b", RAW)
                        .replace("BUCKET", bucket.name())
                        .replaceAll("=MD5\\b", "=" + MD5);
    }

    private void unchanged(Content before) {
        Content after = content();
        assertThat(after.raw().eTag()).isEqualTo(before.raw().eTag());
        assertThat(after.raw().metadata()).isEqualTo(Map.of("records", "1"));
        assertThat(after.raw().lastModified()).isEqualTo(before.raw().lastModified());
        assertThat(after.keys()).isEqualTo(before.keys());
        assertThat(bucket.s3()
                        .getObjectAsBytes(g -> g.bucket(bucket.name()).key(RAW))
                        .asUtf8String())
                .isEqualTo(BODY);
    }

    private Content content() {
        return new Content(
                bucket.s3().headObject(h -> h.bucket(bucket.name()).key(RAW)),
                bucket.s3().listObjectsV2(l -> l.bucket(bucket.name())).contents().stream()
                        .map(S3Object::key)
                        .toList());
    }
}
