package io.catwing.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultyDemoErpTest {
    private static final LocalDate START = LocalDate.of(2026, 1, 5);
    private static final DemoOptions OPTIONS = DemoOptions.of(START, 3)
            .withPauses(Duration.ZERO, Duration.ofMillis(1))
            .withScale(new DemoOptions.Scale(2, 1, 2, 300, 2))
            .withFaultRate(0.5);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static List<String> paths() {
        return new ArrayList<>(IntStream.rangeClosed(1, 50)
                .mapToObj(page -> "/products?page_size=5&page=" + page + "&date=" + START)
                .toList());
    }

    /** Whether the answer was right; a bad one is a status, HTML, an error object or a cut connection. */
    private boolean isRight(DemoErp erp, String path) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(erp.environment().get("CW_000200_URL") + path))
                .header("X-Api-Key", erp.environment().get("CW_000200_API_KEY"))
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() == 429) {
                assertThat(response.headers().firstValue("Retry-After")).isPresent();
            }
            return response.statusCode() == 200 && response.body().contains("\"data\"");
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void about_as_many_answers_go_bad_as_asked_for_and_in_every_way() {
        try (DemoErp erp = DemoErp.start(OPTIONS)) {
            long right = paths().stream().filter(path -> isRight(erp, path)).count();
            // One way in eight, the slow first byte, ends well all the same.
            assertThat(right).isBetween(15L, 42L);
            assertThat(erp.statistics())
                    .containsKeys(
                            "200",
                            "unavailable",
                            "too_many_seconds",
                            "too_many_date",
                            "cut",
                            "slow",
                            "html",
                            "error_object",
                            "expired_token");
        }
    }

    @Test
    void the_same_seed_corrupts_the_same_answers_in_whatever_order_they_are_asked_for() {
        List<String> forward = paths();
        List<String> backward = paths();
        Collections.reverse(backward);
        try (DemoErp first = DemoErp.start(OPTIONS);
                DemoErp second = DemoErp.start(OPTIONS)) {
            List<String> corrupted =
                    forward.stream().filter(path -> !isRight(first, path)).toList();
            List<String> corruptedBackward =
                    backward.stream().filter(path -> !isRight(second, path)).toList();
            assertThat(corruptedBackward).containsExactlyInAnyOrderElementsOf(corrupted);
        }
    }

    @Test
    void asking_again_helps() {
        try (DemoErp erp = DemoErp.start(OPTIONS)) {
            assertThat(paths())
                    .allSatisfy(path -> assertThat(IntStream.range(0, 30).anyMatch(attempt -> isRight(erp, path)))
                            .isTrue());
        }
    }
}
