package io.catwing.load.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import io.catwing.client.Entity;
import io.catwing.client.EntitySpec;
import io.catwing.client.Limits;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.load.mapping.MappingPreview.Preview;
import io.catwing.load.mapping.RecordWindow.RecordTooLong;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a fetch takes at its limits load holds: both read them in the one table. */
class LimitsOfLoadingTest {
    private static final int READ = 8_000;

    @Test
    void a_record_as_long_as_a_fetch_takes_loads() {
        String record = "{\"id\":1,\"a\":\"" + "x".repeat(Limits.TEXT_CHARACTERS) + "\",\"b\":\"";
        record += "x".repeat(Limits.RECORD_BYTES - record.length() - 2) + "\"}";

        assertThat(record).hasSize(Limits.RECORD_BYTES);
        assertThat(preview(pointers(), record).rows()).hasSize(1);
    }

    @Test
    void a_longer_record_of_before_the_limit_is_held_and_one_beyond_that_is_refused() throws IOException {
        RecordWindow endless = new RecordWindow(new Endless());
        byte[] some = new byte[READ];
        for (int read = 0; read <= Limits.RAW_RECORD_BYTES - READ; read += READ) {
            assertThat(endless.read(some, 0, READ)).isEqualTo(READ);
        }
        assertThatThrownBy(() -> endless.read(some, 0, READ)).isInstanceOf(RecordTooLong.class);
    }

    /** By pointers, and by a tree that is made of the record. */
    static Stream<EntitySpec> both() {
        return Stream.of(
                pointers(),
                Mappings.spec(
                        Entity.PRODUCTS,
                        Mappings.columns("product_id", Mappings.at("/id"), "name", Mappings.jq(".n"))));
    }

    @ParameterizedTest
    @MethodSource("both")
    void a_record_is_nested_as_deep_as_two_answers_in_each_other_and_no_level_deeper(EntitySpec spec) {
        // The array of records is a level, and so is the record.
        int inside = Limits.RAW_NESTING - 2;

        assertThat(preview(spec, "{\"id\":1,\"x\":" + nested(inside) + "}").rows())
                .hasSize(1);
        assertThat(Limits.RAW_NESTING).isGreaterThan(2 * Limits.NESTING);
        assertThatThrownBy(() -> preview(spec, "{\"id\":1,\"x\":" + nested(inside + 1) + "}"))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageContaining("in record 0: it is nested 1009 levels deep, more than is read");
    }

    @Test
    void a_text_and_a_name_as_long_as_a_fetch_takes_load() {
        String name = "n".repeat(Limits.NAME_BYTES);
        assertThat(preview(pointers(), "{\"id\":1,\"" + name + "\":\"" + "x".repeat(Limits.TEXT_CHARACTERS) + "\"}")
                        .rows())
                .hasSize(1);
    }

    @Test
    void a_number_at_its_limit_is_read_and_a_longer_one_rejects_its_record_alone() {
        EntitySpec price = Mappings.spec(
                Entity.PRODUCTS, Mappings.columns("product_id", Mappings.at("/id"), "list_price", Mappings.at("/p")));
        String digits = "0.1" + "0".repeat(Limits.NUMBER_CHARACTERS - 3);
        Preview preview = preview(
                price,
                "{\"id\":1,\"other\":" + digits + "}",
                "{\"id\":2,\"p\":" + digits + "0}",
                "{\"id\":3,\"other\":" + digits + "0}");

        assertThat(preview.rows()).extracting(row -> row.get(0)).containsExactly("1", "3");
        assertThat(preview.rejected())
                .singleElement()
                .asString()
                .startsWith("record 1: list_price from /p is longer than the 1000 characters of a number");
    }

    @Test
    void an_order_has_as_many_lines_as_the_limit_and_one_more_rejects_it() throws IOException {
        RecordMapper mapper =
                new RecordMapper(new RecordMapping(Mappings.client(Mappings.places()), Mappings.places()));

        assertThat(walk(mapper, Limits.LINES)).isNull();
        assertThat(mapper.values().lines()).isEqualTo(Limits.LINES);
        assertThat(walk(mapper, 2 * Limits.LINES))
                .isEqualTo(
                        new Rejection("/lines", "the lines at /lines are more than the 500000 that a record may have"));
        assertThat(mapper.values().lines()).isEqualTo(Limits.LINES);
        assertThat(walk(mapper, Limits.LINES + 1)).isNotNull();
        assertThat(walk(mapper, 1)).isNull();
    }

    private static Rejection walk(RecordMapper mapper, int lines) throws IOException {
        String record = "{\"no\":1,\"lines\":[" + String.join(",", Collections.nCopies(lines, "{\"sku\":1}")) + "]}";
        try (JsonParser parser = RawJson.FACTORY.createParser(record)) {
            parser.nextToken();
            return mapper.walk(parser);
        }
    }

    private static EntitySpec pointers() {
        return Mappings.spec(Entity.PRODUCTS, Mappings.columns("product_id", Mappings.at("/id")));
    }

    private static String nested(int levels) {
        return "[".repeat(levels) + "]".repeat(levels);
    }

    private static Preview preview(EntitySpec spec, String... records) {
        return MappingPreview.of(Mappings.client(spec), spec, List.of(records));
    }

    /** A record without an end. */
    private static final class Endless extends InputStream {
        @Override
        public int read() {
            return ' ';
        }

        @Override
        public int read(byte[] into, int offset, int count) {
            return count;
        }
    }
}
