package io.catwing.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.catwing.client.Entity;
import io.catwing.client.Envelope;
import io.catwing.client.Paging;
import io.catwing.failure.QuarantinedFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

class PageReaderTest {

    private static final Envelope DATA = envelope("/data");
    private static final int KILO = 1000;

    private static Envelope envelope(String records) {
        return new Envelope(JsonPointer.compile(records), null, null, null, null, null);
    }

    static SpoolSink sink(Spool spool) throws IOException {
        PageFacts facts = new PageFacts(new Paging.None(), RecordKeys.UNKNOWN, new SeenRecords(1));
        return new SpoolSink(
                spool,
                facts,
                new FieldCounts(FakeErp.products("", FakeErp.always("[]"))
                        .client()
                        .entities()
                        .get(Entity.PRODUCTS)),
                Map.of());
    }

    /** What the spool holds after one page. */
    private static String copied(Envelope envelope, String body) {
        Path folder = null;
        Spool spool = null;
        try {
            folder = Files.createTempDirectory("catwing-page-");
            spool = new Spool(folder.resolve("page"), SpoolTest.WIDE);
            PageReader reader = new PageReader(envelope, KILO, sink(spool));
            JsonNode rest = reader.read(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
            reader.requireRecords(rest, 0);
            spool.finish();
            return Files.readString(spool.file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (spool != null) {
                spool.remove();
            }
            if (folder != null) {
                folder.toFile().delete();
            }
        }
    }

    private static JsonNode rest(Envelope envelope, String body) throws IOException {
        Path file = Files.createTempFile("catwing", "page");
        Files.delete(file);
        Spool spool = new Spool(file, SpoolTest.WIDE);
        try {
            return new PageReader(envelope, KILO, sink(spool))
                    .read(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
        } finally {
            spool.remove();
        }
    }

    /** Records as JSON text, as awkward as JSON allows: the copier may change nothing. */
    @Provide
    Arbitrary<String> records() {
        return object(value(3));
    }

    private static Arbitrary<String> value(int depth) {
        Arbitrary<String> scalar = Arbitraries.oneOf(number(), string(), Arbitraries.of("true", "false", "null"));
        if (depth == 0) {
            return scalar;
        }
        Arbitrary<String> below = Arbitraries.lazy(() -> value(depth - 1));
        return Arbitraries.frequencyOf(
                Tuple.of(4, scalar),
                Tuple.of(1, object(below)),
                Tuple.of(1, below.list().ofMaxSize(3).map(v -> v.stream().collect(Collectors.joining(",", "[", "]")))));
    }

    /** Keys may occur twice. Half a surrogate pair in a key is what Jackson does not read. */
    private static Arbitrary<String> object(Arbitrary<String> value) {
        return Combinators.combine(Arbitraries.oneOf(Arbitraries.of("\"a\"", "\"\"", "\"a/b~\""), key()), value)
                .as((key, v) -> key + ":" + v)
                .list()
                .ofMaxSize(4)
                .map(fields -> fields.stream().collect(Collectors.joining(",", "{", "}")));
    }

    private static Arbitrary<String> key() {
        return Arbitraries.strings()
                .excludeChars(IntStream.rangeClosed(0xD800, 0xDFFF)
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining())
                        .toCharArray())
                .ofMaxLength(8)
                .map(PageReaderTest::quoted);
    }

    private static Arbitrary<String> number() {
        Arbitrary<String> digits =
                Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(25);
        Arbitrary<String> whole = digits.map(d -> d.replaceFirst("^0+(?=.)", ""));
        Arbitrary<String> fraction = digits.map(d -> "." + d).injectNull(0.5).map(d -> d == null ? "" : d);
        Arbitrary<String> exponent = Arbitraries.of("", "", "e5", "E+10", "e-400", "E400");
        return Combinators.combine(Arbitraries.of("", "-"), whole, fraction, exponent)
                .as((sign, w, f, e) -> sign + w + f + e);
    }

    /** Every string in the one form that the copier writes: short escapes, then \\u00XX, then UTF-8, then surrogates. */
    private static Arbitrary<String> string() {
        return Arbitraries.oneOf(
                        Arbitraries.strings().ofMaxLength(8),
                        Arbitraries.strings()
                                .withChars('\u0000', '\u001f', '"', '\\', '/', '\u007f', '\ud800', '\udc00')
                                .ofMaxLength(8))
                .map(PageReaderTest::quoted);
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            int place = "\b\t\n\f\r\"\\".indexOf(c);
            if (place >= 0) {
                out.append('\\').append("btnfr\"\\".charAt(place));
            } else if (c < ' ' || c > 0xD7FF) {
                out.append(String.format("\\u%04X", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    @Property
    void any_record_comes_through_as_it_is(@ForAll("records") String record) {
        assertThat(copied(DATA, "{\"x\": 1, \"data\" : [ " + record + " ] }")).isEqualTo("[\n" + record + "\n]\n");
    }

    @Test
    void numbers_keep_their_text() {
        String record =
                "{\"a\":1.10,\"b\":1E400,\"c\":12345678901234567890,\"d\":-0,\"e\":0.1000000000000000055511151231"
                        + "25782702118158340454101562}";
        assertThat(copied(envelope(""), "[" + record + "]")).isEqualTo("[\n" + record + "\n]\n");
    }

    @Test
    void keys_that_occur_twice_stay_and_so_do_nul_and_half_a_surrogate_pair() {
        String record = "{\"a\":1,\"a\":2,\"s\":\"\\u0000\\uD800x\",\"ü\":\"😀\"}";
        assertThat(copied(envelope(""), "[" + record + "]"))
                .isEqualTo("[\n{\"a\":1,\"a\":2,\"s\":\"\\u0000\\uD800x\",\"ü\":\"\\uD83D\\uDE00\"}\n]\n");
    }

    @Test
    void only_whitespace_between_tokens_goes() {
        assertThat(copied(DATA, "\ufeff{ \"data\" :\n[\t{ \"a\" : [ 1 , { } ] } ,\r\n{\"b\":\" x \"}] }\n"))
                .isEqualTo("[\n{\"a\":[1,{}]},\n{\"b\":\" x \"}\n]\n");
    }

    @Test
    void the_envelope_is_kept_without_its_records_wherever_they_stand() throws IOException {
        JsonNode rest = rest(
                envelope("/d~1x/0/rows"),
                "{\"total\":12345678901234567890,\"d/x\":[{\"rows\":[{\"a\":1}],\"n\":\"1\"},2.50],\"ok\":true,\"z\":null}");
        assertThat(rest.toString())
                .isEqualTo("{\"total\":12345678901234567890,\"d/x\":[{\"n\":\"1\"},2.50],\"ok\":true,\"z\":null}");
        assertThat(rest(envelope(""), "[]").isNull()).isTrue();
    }

    @Test
    void what_is_no_json_as_a_whole_is_no_answer() {
        for (String body :
                List.of("{\"data\":[{\"a\":1}", "{\"data\":[{\"a\":1}]}]", "{\"data\":[{\"a\":01}]}", "nope")) {
            assertThatThrownBy(() -> rest(DATA, body)).as(body).isInstanceOf(JsonProcessingException.class);
        }
        assertThatThrownBy(() -> rest(DATA, " ")).hasMessage("the answer is empty");
        assertThatThrownBy(() -> rest(DATA, "{} {}")).hasMessage("something follows the end of the JSON");
    }

    @Test
    void an_endless_envelope_ends() {
        for (String body : List.of(
                "{\"a\":\"" + "x".repeat(KILO) + "\"}",
                "[" + "\"\",".repeat(KILO) + "1]",
                "{\"a\":{" + "\"k\":1,".repeat(KILO) + "\"z\":1}}")) {
            assertThatThrownBy(() -> rest(DATA, body))
                    .isInstanceOf(QuarantinedFailure.class)
                    .hasMessageContaining(
                            "the answer holds more than 1000 characters outside envelope.records '/data'");
        }
    }

    @Test
    void two_values_in_the_place_of_the_records_are_refused() {
        assertThatThrownBy(() -> rest(DATA, "{\"data\":[],\"data\":[]}"))
                .hasMessageContaining("the answer holds two values at envelope.records '/data'");
    }
}
