package io.catwing.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.client.Erp;
import io.catwing.failure.RetryableFailure;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

    private static final Erp.Retry RETRY = new Erp.Retry(8, Duration.ofMillis(500), Duration.ofSeconds(30));
    private static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-02-24T08:00:00Z"));

    private static Duration pause(Exception last, int attempt) {
        return Backoff.pause(last, RETRY, Duration.ofMinutes(5), attempt);
    }

    @ParameterizedTest
    @CsvSource({"1,250,500", "2,500,1000", "3,1000,2000", "7,15000,30000", "8,15000,30000", "1000000,15000,30000"})
    void the_pause_doubles_up_to_the_longest_and_half_of_it_is_chance(int attempt, long least, long most) {
        assertThat(Backoff.backoff(RETRY, attempt, 0)).isEqualTo(Duration.ofMillis(least));
        assertThat(Backoff.backoff(RETRY, attempt, 1)).isEqualTo(Duration.ofMillis(most));
        assertThat(pause(new IOException(), attempt)).isBetween(Duration.ofMillis(least), Duration.ofMillis(most));
    }

    @Test
    void what_the_other_side_asks_for_is_heeded_within_reason() {
        assertThat(pause(asking(Duration.ofSeconds(61)), 1)).isEqualTo(Duration.ofSeconds(61));
        assertThat(pause(asking(Duration.ofDays(1)), 1)).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void a_wish_for_no_pause_does_not_use_up_all_attempts_at_once() {
        assertThat(pause(asking(Duration.ZERO), 8)).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
    }

    private static RetryableFailure asking(Duration pause) {
        return new RetryableFailure("busy", "wait", pause, null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | PT0S",
                " 120 | PT2M",
                "Tue, 24 Feb 2026 08:00:30 GMT | PT30S",
                "Tuesday, 24-Feb-26 08:01:00 GMT | PT1M",
                "Tue, 24 Feb 2026 07:00:00 GMT | PT0S"
            })
    void retry_after_is_seconds_or_a_date(String header, Duration expected) {
        assertThat(RetryAfter.of(header, NOW)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"soon", "-1", "1.5", "99999999999"})
    void what_cannot_be_read_is_no_wish(String header) {
        assertThat(RetryAfter.of(header, NOW)).isNull();
    }

    @Test
    void a_server_that_wants_a_certificate_is_told_with_the_key_of_the_file() {
        assertThat(Backoff.hint(new SSLHandshakeException("Received fatal alert: certificate_required"), "else"))
                .isEqualTo("the server wants a client's certificate, or another one: see erp.tls in the client's file");
    }
}
