package io.catwing.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.failure.AbortingFailure;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3SettingsTest {

    @Test
    void a_server_takes_the_bucket_in_the_path_and_amazon_in_the_host() {
        S3Settings server = settings("https://s3.example.com:9000", "k", "s", "masters");
        assertThat(server.server()).contains(URI.create("https://s3.example.com:9000"));
        assertThat(server.inPath()).isTrue();

        S3Settings amazon = settings("aws", null, null, "masters");
        assertThat(amazon.embedded()).isFalse();
        assertThat(amazon.server()).isEmpty();
        assertThat(amazon.inPath()).isFalse();
    }

    @Test
    void without_an_endpoint_the_embedded_one_is_meant() {
        assertThat(settings(null, null, null, "masters").embedded()).isTrue();
        assertThat(settings(" ", "", "", "masters").embedded()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s3.example.com|k|s|masters|CATWING_S3_ENDPOINT is not the URL of an S3 server",
                "ftp://s3.example.com|k|s|masters|CATWING_S3_ENDPOINT is not the URL of an S3 server",
                "http://s3.example.com/masters|k|s|masters|CATWING_S3_ENDPOINT is not the URL of an S3 server",
                "http://s3 example|k|s|masters|CATWING_S3_ENDPOINT is not the URL of an S3 server",
                "http://me:hunter2@s3|k|s|masters|CATWING_S3_ENDPOINT carries credentials inside the URL",
                "http://s3:9000|||masters|CATWING_S3_ENDPOINT is set, but no key to it",
                "http://s3:9000|k||masters|only one of CATWING_S3_ACCESS_KEY and CATWING_S3_SECRET_KEY is set",
                "http://s3:9000|k|s|Masters|'Masters' is not a bucket name",
                "http://s3:9000|k|s|../masters|'../masters' is not a bucket name",
            })
    void wrong_settings_are_refused_and_no_secret_repeated(
            String endpoint, String key, String secret, String bucket, String why) {
        assertThatThrownBy(() -> settings(endpoint, key, secret, bucket))
                .isInstanceOf(AbortingFailure.class)
                .hasMessageStartingWith(why + "\nHINT: ")
                .message()
                .doesNotContain("hunter2");
    }

    private static S3Settings settings(String endpoint, String key, String secret, String bucket) {
        return new S3Settings(endpoint, "us-east-1", key, secret, bucket, null, false);
    }
}
