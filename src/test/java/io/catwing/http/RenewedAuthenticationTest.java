package io.catwing.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.junit.jupiter.api.Test;

class RenewedAuthenticationTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-02-24T08:00:00Z"));
    private final AtomicInteger logins = new AtomicInteger();
    private final RenewedAuthentication authentication = new RenewedAuthentication(
            refused -> new Login(
                    "X-Session", "s" + logins.incrementAndGet(), now.get().plus(Duration.ofMinutes(5))),
            now::get);

    private final ClassicHttpRequest request = new BasicClassicHttpRequest("GET", "/");

    private Object add() {
        return authentication.add(request);
    }

    private String sent() {
        return request.getFirstHeader("X-Session").getValue();
    }

    @Test
    void a_login_is_kept_until_it_is_time_to_renew_it() {
        add();
        now.updateAndGet(n -> n.plus(Duration.ofSeconds(299)));
        add();
        assertThat(sent()).isEqualTo("s1");
        now.updateAndGet(n -> n.plus(Duration.ofSeconds(1)));
        add();
        assertThat(sent()).isEqualTo("s2");
    }

    @Test
    void many_refusals_of_one_login_renew_it_once() {
        Object first = add();
        authentication.renew(first);
        add();
        authentication.renew(first);
        add();
        assertThat(sent()).isEqualTo("s2");
    }

    @Test
    void many_requests_at_once_log_in_once() throws Exception {
        int threads = 16;
        CountDownLatch start = new CountDownLatch(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            var all = IntStream.range(0, threads)
                    .<Future<?>>mapToObj(i -> pool.submit(() -> {
                        start.countDown();
                        start.await();
                        return authentication.add(new BasicClassicHttpRequest("GET", "/"));
                    }))
                    .toList();
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(logins).hasValue(1);
    }

    @Test
    void a_login_shows_no_secret() {
        assertThat(add().toString()).isEqualTo("login by X-Session until 2026-02-24T08:05:00Z");
    }

    @Test
    void a_token_lives_as_long_as_it_says_within_reason() throws Exception {
        ObjectMapper json = new ObjectMapper();
        assertThat(TokenEndpoint.life(json.readTree("3600"))).isEqualTo(Duration.ofHours(1));
        assertThat(TokenEndpoint.life(json.readTree("\"60\""))).isEqualTo(Duration.ofMinutes(1));
        assertThat(TokenEndpoint.life(json.readTree("1e999"))).isEqualTo(Duration.ofDays(1));
        assertThat(TokenEndpoint.life(json.readTree("9223372036854775807"))).isEqualTo(Duration.ofDays(1));
        assertThat(TokenEndpoint.life(json.readTree("0.1"))).isEqualTo(Duration.ofSeconds(1));
        for (String odd : new String[] {"-5", "0", "null", "[]", "\"soon\"", "1e-9999999"}) {
            assertThat(TokenEndpoint.life(json.readTree(odd)))
                    .as(odd)
                    .isBetween(Duration.ofSeconds(1), Duration.ofHours(1));
        }
    }
}
