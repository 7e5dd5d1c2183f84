package io.catwing.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.failure.Secrets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LoginTest {
    @Test
    void a_token_is_masked_wherever_it_stands_and_a_word_beside_it_is_not() {
        new Login("Authorization", "Bearer 7f3a-9c21-token", Instant.MAX);
        new Login("Cookie", "sid=\"8d1b-4e72-cookie\"; lang=de", Instant.MAX);

        assertThat(Secrets.mask("Bearer: 7f3a-9c21-token of sid 8d1b-4e72-cookie, lang=de"))
                .isEqualTo("Bearer: *** of sid ***, lang=de");
    }
}
