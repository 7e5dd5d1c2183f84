package io.catwing.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.support.Servers;
import java.util.Map;
import org.apache.camel.health.HealthCheck.Result;
import org.apache.camel.health.HealthCheck.State;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

class BucketHealthIT {
    private final Servers.Bucket bucket = Servers.bucket();

    private static Result ask(S3Client s3, S3Settings settings) {
        BucketHealth health = new BucketHealth(s3, settings);
        health.setCamelContext(new DefaultCamelContext());
        return health.call(Map.of());
    }

    @Test
    void a_bucket_that_answers_is_up() {
        assertThat(ask(bucket.s3(), bucket.settings()).getState()).isEqualTo(State.UP);
    }

    @Test
    void one_that_is_not_there_or_cannot_be_reached_is_down_and_says_what_to_do() {
        S3Settings settings = bucket.settings();
        Result missing = ask(bucket.s3(), at(settings, settings.endpoint(), "not-there"));
        Result away = ask(S3Clients.create(at(settings, "http://127.0.0.1:9", "away")), at(settings, "", "away"));

        assertThat(missing.getState()).isEqualTo(State.DOWN);
        assertThat(missing.getMessage()).isPresent().get().asString().contains("not-there", "\nHINT: ");
        assertThat(away.getState()).isEqualTo(State.DOWN);
        assertThat(away.getMessage()).isPresent().get().asString().contains("cannot be reached", "\nHINT: ");
    }

    private static S3Settings at(S3Settings settings, String endpoint, String name) {
        return new S3Settings(
                endpoint,
                settings.region(),
                settings.accessKey(),
                settings.secretKey(),
                name,
                settings.pathStyle(),
                settings.chunked());
    }
}
