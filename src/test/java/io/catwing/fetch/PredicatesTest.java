package io.catwing.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwing.client.Envelope;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.failure.Secrets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredicatesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void an_answer_on_which_an_expression_goes_too_deep_is_refused_and_ends_nothing_else() throws IOException {
        Envelope envelope = envelope("if .deep then (def f: 1 + f; f) else true end");
        Predicates predicates = Predicates.of(envelope);

        predicates.check(JSON.readTree("{}"));

        assertThatThrownBy(() -> predicates.check(JSON.readTree("{\"deep\": true}")))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessage("the expression envelope.success cannot be evaluated: it takes more memory than there is\n"
                        + "HINT: correct it in the client's file; it looks into the body without its records");
    }

    @Test
    void an_answer_on_which_an_expression_has_no_end_is_refused() throws IOException {
        Predicates predicates = Predicates.of(envelope("[range(.pages)] | length < 10"));

        predicates.check(JSON.readTree("{\"pages\": 5}"));

        assertThatThrownBy(() -> predicates.check(JSON.readTree("{\"pages\": 1e15}")))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageStartingWith(
                        "the expression envelope.success cannot be evaluated: it takes more than 1,000,040 steps\nHINT: ");
    }

    /** The cut is somewhere in the secret, wherever it begins. */
    @ParameterizedTest
    @ValueSource(ints = {0, 100, 140, 150, 155, 159, 280, 295})
    void no_half_of_an_echoed_secret_is_left_where_a_message_is_cut(int before) throws IOException {
        String secret = "Zq9-wonderful-secret-of-a-client";
        Secrets.register(secret);
        JsonNode body = JSON.createObjectNode().put("error", "x".repeat(before) + secret + "y".repeat(400));

        String shown = ShownAnswer.of(
                envelope(null), new ByteArrayInputStream(body.toString().getBytes(StandardCharsets.UTF_8)));

        assertThat(shown + Predicates.errorText(envelope(null), body)).doesNotContain("Zq9");
        JsonNode name = JSON.createObjectNode().put("n".repeat(20) + secret, 1);
        assertThat(ShownAnswer.of(
                        envelope(null), new ByteArrayInputStream(name.toString().getBytes(StandardCharsets.UTF_8))))
                .doesNotContain("Zq9");
    }

    private static Envelope envelope(String success) {
        return new Envelope(JsonPointer.compile("/items"), null, JsonPointer.compile("/error"), success, null, null);
    }
}
