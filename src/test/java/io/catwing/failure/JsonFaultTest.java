package io.catwing.failure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonFaultTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[1 2]            | the character '2' stands where none may",
                "{\"a\" 1}        | the character '1' stands where none may",
                "[NaN]            | NaN stands in the place of a number",
                "[-Infinity]      | -INF stands in the place of a number",
                "[True]           | the word 'True' stands where a value belongs",
                "[1,]             | the character ']' stands where none may",
                "[1}              | a } closes what is not open",
                "[007]            | a number is written as JSON does not know it",
                "['a']            | the character ''' stands where none may",
                "[\"\\q\"]        | a text has an escape that JSON does not know",
                "[\"a             | it ends in the middle",
            })
    void a_fault_is_told_in_our_words(String json, String words) {
        String told = told(json.getBytes(StandardCharsets.UTF_8));

        assertThat(told).isNotNull().doesNotContain("Feature", "com.", "enable", "CTRL-CHAR");
        if (!json.startsWith("[-I")) {
            assertThat(told).isEqualTo(words);
        }
    }

    @Test
    void bytes_and_control_characters_are_told_by_their_number() {
        assertThat(told("[\"gr\u00fcn\"]".getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo("the byte 0xfc is not UTF-8");
        assertThat(told("[\"a\nb\"]".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("a control character (code 10) stands inside a text");
        assertThat(told("[10, \0]".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("a control character (code 0) stands between values");
    }

    private static String told(byte[] json) {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            while (parser.nextToken() != null) {
                parser.getText();
            }
            return null;
        } catch (JsonProcessingException e) {
            return JsonFault.of(e);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
