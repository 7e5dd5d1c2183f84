package io.catwing.local.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.app.DatabaseSettings;
import io.catwing.bucket.S3Settings;
import io.catwing.failure.AbortingFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseSettingsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://me:hunter2@db/catwing",
                "jdbc:postgresql://db/catwing?user=me&password=hunter2",
                "jdbc:postgresql://db/catwing?PASSWORD=hunter2",
                "jdbc:postgresql://db/catwing?sslpassword=hunter2",
                "postgresql://me:hunter2@db/catwing",
            })
    void credentials_inside_the_url_are_refused_and_not_repeated(String url) {
        assertThatThrownBy(() -> new DatabaseSettings(url, "me", "hunter2"))
                .isInstanceOf(AbortingFailure.class)
                .hasMessage("CATWING_DB_URL carries credentials inside the URL\nHINT: take them out of the URL, where"
                        + " they would end in logs, and set CATWING_DB_USER and CATWING_DB_PASSWORD");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mysql://db/catwing|me|CATWING_DB_URL does not begin with jdbc:postgresql:",
                "jdbc:postgresql://db/catwing||CATWING_DB_URL is set, but no user",
            })
    void a_wrong_url_is_refused_with_what_it_looks_like(String url, String user, String why) {
        assertThatThrownBy(() -> new DatabaseSettings(url, user, ""))
                .isInstanceOf(AbortingFailure.class)
                .hasMessageStartingWith(why + "\nHINT: ");
    }

    @Test
    void without_a_url_the_embedded_one_is_meant() {
        assertThat(new DatabaseSettings(null, null, null).embedded()).isTrue();
        assertThat(new DatabaseSettings(" ", "", "").embedded()).isTrue();
    }

    @Test
    void secrets_are_not_written() {
        assertThat(new DatabaseSettings("jdbc:postgresql://db/catwing", "me", "hunter2").toString())
                .doesNotContain("hunter2");
        assertThat(new S3Settings("http://s3:9000", "us-east-1", "akey", "hunter2", "masters", null, false).toString())
                .doesNotContain("hunter2")
                .doesNotContain("akey");
    }
}
