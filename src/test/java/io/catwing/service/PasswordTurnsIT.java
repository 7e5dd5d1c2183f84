package io.catwing.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.cli.Browser;
import io.catwing.cli.ServedDemo;
import io.catwing.cli.ServiceFixture;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.password.PasswordEncoder;

class PasswordTurnsIT {
    private static final String PATH = "/api/v1/runs";

    private final ServiceFixture service = ServiceFixture.shared();

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void when_many_sign_in_at_once_more_are_refused_and_tokens_and_the_password_of_before_are_not() throws Exception {
        String right = basic("operator", ServedDemo.PASSWORD);
        assertThat(service.get(PATH, right).statusCode()).isEqualTo(200);
        PasswordTurns turns = service.served().service().bean(PasswordTurns.class);
        turns.begin();
        turns.begin();
        try {
            for (String wrong : new String[] {basic("operator", "wrong"), basic("nobody", "wrong")}) {
                HttpResponse<String> answer = service.get(PATH, wrong);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(429);
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            }
            Browser browser = new Browser(service.served().url());
            assertThat(browser.signIn("operator", "wrong", "/").headers().firstValue("Location"))
                    .contains("/sign-in?busy");
            assertThat(browser.get("/sign-in?busy").body()).contains("try again");
            assertThat(service.get(PATH, "Bearer " + ServedDemo.VIEWER_TOKEN).statusCode())
                    .isEqualTo(200);
            assertThat(service.get(PATH, right).statusCode()).isEqualTo(200);
        } finally {
            turns.end();
            turns.end();
        }
        assertThat(service.get(PATH, basic("operator", "wrong")).statusCode()).isEqualTo(401);
    }

    @Test
    void only_a_password_that_was_right_is_not_compared_again() {
        AtomicInteger compared = new AtomicInteger();
        PasswordTurns turns = new PasswordTurns(
                new PasswordEncoder() {
                    @Override
                    public String encode(CharSequence password) {
                        return "hash of " + password;
                    }

                    @Override
                    public boolean matches(CharSequence password, String hash) {
                        compared.incrementAndGet();
                        return hash.equals(encode(password));
                    }
                },
                Duration.ZERO);
        for (int i = 0; i < 2; i++) {
            assertThat(turns.matches("right", "hash of right")).isTrue();
            assertThat(turns.matches("wrong", "hash of right")).isFalse();
            assertThat(turns.matches("right", "hash of another")).isFalse();
        }

        assertThat(compared).hasValue(5);
        turns.begin();
        turns.begin();
        assertThatThrownBy(() -> turns.matches("wrong", "hash of right")).isInstanceOf(PasswordTurns.Busy.class);
        assertThat(turns.matches("right", "hash of right")).isTrue();
    }
}
