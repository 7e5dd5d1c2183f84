package io.catwing.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.failure.AbortingFailure;
import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Request;

class BucketRulesTest {
    private static final String RAW = "raw-data/CW-000200/2026-02-24/products.json";
    private static final String REPLACED =
            "under raw-data/ a file is put with If-None-Match: * and a checksum, so that none is replaced"
                    + "\nHINT: have the route call direct:store-raw-file, or write elsewhere";

    private final BucketRules rules = new BucketRules("ours");

    /** Every operation that the SDK has, those of its next version included. */
    @Test
    void whatever_is_no_read_of_a_raw_file_is_refused_and_whatever_is_one_passes() throws Exception {
        Set<String> passed = new TreeSet<>();
        Set<String> refused = new TreeSet<>();
        for (Class<?> type : requestTypes()) {
            S3Request request = request(type, "ours", RAW);
            String name = type.getSimpleName().replaceFirst("Request$", "");
            try {
                rules.check(request);
                passed.add(name);
            } catch (AbortingFailure refusal) {
                assertThat(refusal.fact()).startsWith("S3 " + name);
                refused.add(name);
            }
        }

        assertThat(refused)
                .contains(
                        "PutObject", "CopyObject", "DeleteObject", "UploadPartCopy", "PutBucketLifecycleConfiguration");
        // Those two make no object; of what is written to a client, the last three are asked for by nobody here.
        passed.removeIf(name -> name.matches("(Get|Head|List).*"));
        assertThat(passed).isSubsetOf("CreateBucket", "CreateSession", "WriteGetObjectResponse");
    }

    @Test
    void what_concerns_another_bucket_passes() throws Exception {
        for (Class<?> type : requestTypes()) {
            assertThatCode(() -> rules.check(request(type, "theirs", RAW)))
                    .as(type.getSimpleName())
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void a_raw_file_is_put_under_its_name_with_a_condition_and_a_checksum() {
        rules.check(put(RAW, p -> p.ifNoneMatch("*").contentMD5("m")));
        rules.check(put(RAW, p -> p.ifNoneMatch("*").checksumSHA256("s")));

        refuses(put(RAW, p -> p.contentMD5("m")), "S3 PutObject of " + RAW + " is refused: " + REPLACED);
        refuses(put(RAW, p -> p.ifNoneMatch("*")), "S3 PutObject of " + RAW + " is refused: " + REPLACED);
        refuses(
                put(RAW, p -> p.ifNoneMatch("\"etag\"").contentMD5("m")),
                "S3 PutObject of " + RAW + " is refused: " + REPLACED);
        refuses(
                put(RAW, p -> p.ifNoneMatch("*")
                        .contentMD5("m")
                        .overrideConfiguration(o -> o.putHeader("If-None-Match", "x"))),
                "S3 PutObject of " + RAW
                        + " is refused: it carries headers or parameters of its own\nHINT: leave them out");
        refuses(
                put("raw-data/x", p -> p.ifNoneMatch("*").contentMD5("m")),
                "S3 PutObject of raw-data/x is refused: it is not the key of a raw file"
                        + "\nHINT: raw keys look like raw-data/CW-000200/2026-02-24/products.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "db-backups/../raw-data/CW-000200/2026-02-24/products.json",
                "../ours/raw-data/CW-000200/2026-02-24/products.json",
                "db-backups/x/..",
                "db-backups\\..\\raw-data\\x"
            })
    void a_key_that_walks_is_refused_in_every_bucket(String key) {
        String told =
                "S3 DeleteObject of " + key + " is refused: the key may mean another one\nHINT: leave .. out of it";
        refuses(DeleteObjectRequest.builder().bucket("ours").key(key).build(), told);
        refuses(DeleteObjectRequest.builder().bucket("theirs").key(key).build(), told);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/raw-data/x", "RAW-DATA/x", "raw-data", "raw-data-2/x", "%72aw-data/x", "x", "catwing-probe/x"})
    void a_key_under_no_prefix_of_ours_is_refused(String key) {
        String why = " is refused: the bucket holds nothing under such a key"
                + "\nHINT: write under product-images/, ml-output/ or db-backups/, or to another bucket";
        refuses(put(key, p -> p.ifNoneMatch("*").contentMD5("m")), "S3 PutObject of " + key + why);
        refuses(DeleteObjectRequest.builder().bucket("ours").key(key).build(), "S3 DeleteObject of " + key + why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:s3:us-east-1:123456789012:accesspoint/mine",
                "mine-abcdefghijklmnop-s3alias",
                "mine-abcdefghijklmnop--ol-s3",
                "ours/raw-data",
                "OURS",
                "theirs?x"
            })
    void a_name_that_may_mean_our_bucket_is_refused(String name) {
        refuses(
                DeleteObjectRequest.builder().bucket(name).key("db-backups/x").build(),
                "S3 DeleteObject of db-backups/x is refused: what it names as bucket may be ours itself"
                        + "\nHINT: name the bucket");
    }

    @ParameterizedTest
    @CsvSource({
        "product-images/a.jpg, true, false",
        "ml-output/a, true, false",
        "db-backups/a, true, true",
        "client-data/a, false, false"
    })
    void each_prefix_has_its_rule(String key, boolean written, boolean deleted) {
        CopyObjectRequest copy = CopyObjectRequest.builder()
                .sourceBucket("theirs")
                .sourceKey("x")
                .destinationBucket("ours")
                .destinationKey(key)
                .build();
        allows(put(key, p -> {}), written);
        allows(copy, written);
        allows(DeleteObjectRequest.builder().bucket("ours").key(key).build(), deleted);
        allows(
                DeleteObjectsRequest.builder()
                        .bucket("ours")
                        .delete(d -> d.objects(
                                ObjectIdentifier.builder().key("db-backups/b").build(),
                                ObjectIdentifier.builder().key(key).build()))
                        .build(),
                deleted);
    }

    @Test
    void what_people_hand_in_is_put_with_a_condition_and_a_checksum() {
        rules.check(put("client-data/a", p -> p.ifNoneMatch("*").contentMD5("m")));
        rules.check(put("client-data/a", p -> p.ifMatch("\"e\"").checksumSHA256("s")));

        refuses(
                put("client-data/a", p -> p.ifMatch("\"e\"")),
                "S3 PutObject of client-data/a is refused: what people hand in is put with a checksum and If-Match or"
                        + " If-None-Match, and nothing else\nHINT: use ./catwing client-data upload");
    }

    @Test
    void objects_that_are_deleted_together_are_judged_one_by_one() {
        refuses(
                DeleteObjectsRequest.builder()
                        .bucket("ours")
                        .delete(d -> d.objects(
                                ObjectIdentifier.builder().key("db-backups/b").build(),
                                ObjectIdentifier.builder().key(RAW).build()))
                        .build(),
                "S3 DeleteObjects of " + RAW
                        + " is refused: raw files are never changed or deleted\nHINT: write elsewhere");
    }

    private void allows(S3Request request, boolean allowed) {
        if (allowed) {
            rules.check(request);
        } else {
            assertThatThrownBy(() -> rules.check(request)).isInstanceOf(AbortingFailure.class);
        }
    }

    private void refuses(S3Request request, String message) {
        assertThatThrownBy(() -> rules.check(request))
                .isInstanceOf(AbortingFailure.class)
                .hasMessage(message);
    }

    private static PutObjectRequest put(String key, Consumer<PutObjectRequest.Builder> more) {
        PutObjectRequest.Builder put = PutObjectRequest.builder().bucket("ours").key(key);
        more.accept(put);
        return put.build();
    }

    private static Set<Class<?>> requestTypes() {
        Set<Class<?>> types = new LinkedHashSet<>();
        for (Method method : S3Client.class.getMethods()) {
            Stream.of(method.getParameterTypes())
                    .filter(S3Request.class::isAssignableFrom)
                    .forEach(types::add);
        }
        assertThat(types).hasSizeGreaterThan(80);
        return types;
    }

    private static S3Request request(Class<?> type, String bucket, String key) throws ReflectiveOperationException {
        S3Request.Builder builder =
                (S3Request.Builder) type.getMethod("builder").invoke(null);
        for (SdkField<?> field : ((SdkPojo) builder).sdkFields()) {
            switch (field.memberName()) {
                case "Bucket", "DestinationBucket" -> field.set(builder, bucket);
                case "Key", "DestinationKey" -> field.set(builder, key);
                case "Delete" ->
                    field.set(
                            builder,
                            Delete.builder()
                                    .objects(ObjectIdentifier.builder().key(key).build())
                                    .build());
                default -> {
                    // Nothing that a rule looks at.
                }
            }
        }
        return builder.build();
    }
}
