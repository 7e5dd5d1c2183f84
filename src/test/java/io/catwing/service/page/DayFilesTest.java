package io.catwing.service.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.failure.Secrets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DayFilesTest {
    private static String beginning(String file) throws IOException {
        return DayFiles.beginning(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void no_half_of_an_echoed_secret_is_left_where_what_is_shown_of_a_file_ends() throws IOException {
        String secret = "echoed-in-a-raw-file-" + "k".repeat(2000);
        Secrets.register(secret);

        for (int before : new int[] {4000, 4090, 4094, 4096}) {
            assertThat(beginning("x".repeat(before) + secret + "y".repeat(9000)))
                    .hasSizeLessThanOrEqualTo(4096)
                    .doesNotContain("echo")
                    .doesNotContain("k")
                    .endsWith("…");
        }
    }

    @Test
    void what_is_shown_of_a_file_ends_within_no_character() throws IOException {
        assertThat(beginning("a" + "ü€😀".repeat(9000))).endsWith("…").doesNotContain("\uFFFD");
        assertThat(beginning("{}")).isEqualTo("{}");
    }
}
