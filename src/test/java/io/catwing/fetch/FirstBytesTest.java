package io.catwing.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.failure.Secrets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FirstBytesTest {

    @Test
    void the_beginning_is_shown_with_its_control_characters_escaped() throws IOException {
        assertThat(told("\ufeffdown\r\n\u001b[31m\u0000\u202e"))
                .isEqualTo("; it begins with '\\ufeffdown\\r\\n\\u001b[31m\\u0000\\u202e'");
        assertThat(told("")).isEmpty();
        assertThat(told("x".repeat(10_000))).isEqualTo("; it begins with '" + "x".repeat(80) + "…'");
    }

    @Test
    void a_secret_that_is_echoed_is_masked_although_what_is_shown_ends_inside_of_it() throws IOException {
        String secret = "first-bytes-secret-that-is-long";
        Secrets.register(secret);

        assertThat(told("x".repeat(70) + secret)).isEqualTo("; it begins with '" + "x".repeat(70) + "***'");
    }

    private static String told(String body) throws IOException {
        try (FirstBytes first = new FirstBytes(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))) {
            first.transferTo(java.io.OutputStream.nullOutputStream());
            return first.told();
        }
    }
}
