package io.catwing.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.failure.Secrets;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoginTest {
    @Test
    void a_token_is_masked_wherever_it_stands_and_a_word_beside_it_is_not() {
        new Login("Authorization", "Bearer 7f3a-9c21-token", Instant.MAX);
        new Login("Cookie", "sid=\"8d1b-4e72-cookie\"; lang=de", Instant.MAX);

        assertThat(Secrets.mask("Bearer: 7f3a-9c21-token of sid 8d1b-4e72-cookie, lang=de"))
                .isEqualTo("Bearer: *** of sid ***, lang=de");
    }

    @Test
    void of_a_cookie_of_very_many_parts_the_longest_are_masked() {
        String words =
                IntStream.range(0, 60).mapToObj(i -> "word-" + (1000 + i)).collect(Collectors.joining("; "));
        new Login("Cookie", words + "; sid=5e0c-77aa-41f2-session", Instant.MAX);

        assertThat(Secrets.mask("word-1059 of 5e0c-77aa-41f2-session")).isEqualTo("word-1059 of ***");
    }
}
