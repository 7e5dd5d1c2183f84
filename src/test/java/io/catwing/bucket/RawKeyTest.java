package io.catwing.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.failure.QuarantinedFailure;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RawKeyTest {

    @Example
    void a_key_reads_as_the_layout_says() {
        assertThat(new RawKey(new ClientId("CW-000200"), LocalDate.of(2026, 2, 24), Entity.SALES_ORDERS))
                .hasToString("raw-data/CW-000200/2026-02-24/sales_orders.json");
    }

    @Property
    void a_key_that_is_written_and_read_is_the_same(@ForAll("keys") RawKey key) {
        assertThat(RawKey.parse(key.toString())).isEqualTo(key);
        assertThat(key.toString()).startsWith(RawKey.prefix(key.client()));
    }

    @Property
    void what_is_read_writes_the_same_text_and_stays_under_its_client(@ForAll("nearlyKeys") String text) {
        RawKey.tryParse(text).ifPresent(key -> {
            assertThat(key).hasToString(text);
            assertThat(text).startsWith(RawKey.prefix(key.client())).doesNotContain("..");
        });
    }

    @Property
    void no_string_from_outside_is_read_unless_it_is_a_key(@ForAll String text) {
        assertThat(RawKey.tryParse(text)).isEmpty();
    }

    @Property
    void keys_are_ordered_by_day_first(@ForAll("keys") RawKey one, @ForAll("keys") RawKey other) {
        if (!one.date().equals(other.date())) {
            assertThat(one.compareTo(other) < 0).isEqualTo(one.date().isBefore(other.date()));
        }
        assertThat(one.compareTo(other) == 0).isEqualTo(one.equals(other));
    }

    @Example
    void keys_that_only_look_like_keys_are_refused_with_an_example() {
        for (String text : List.of(
                "raw-data/CW-000200/2026-02-30/products.json",
                "raw-data/CW-000200/2026-02-24/../../CW-000151/2026-02-24/products.json",
                "raw-data/CW-200/2026-02-24/products.json",
                "raw-data/cw-000200/2026-02-24/products.json",
                "raw-data/CW-000200/2026-02-24/customers.json",
                "raw-data/CW-000200/2026-02-24/products.json\n",
                "/raw-data/CW-000200/2026-02-24/products.json",
                "raw-data/CW-000200/2026-02-24/products.json-1b4e28ba-2fa1-11d2-883f-0016d3cca427",
                "raw-data/CW-\u0660\u0660\u0660\u0662\u0660\u0660/2026-02-24/products.json")) {
            assertThatThrownBy(() -> RawKey.parse(text))
                    .isInstanceOf(QuarantinedFailure.class)
                    .hasMessage("'" + text + "' is not the key of a raw file\n"
                            + "HINT: raw keys look like raw-data/CW-000200/2026-02-24/products.json");
        }
    }

    @Provide
    Arbitrary<RawKey> keys() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 999_999).map(n -> new ClientId(String.format("CW-%06d", n))),
                        Arbitraries.longs()
                                .between(0, LocalDate.of(9999, 12, 31).toEpochDay())
                                .map(LocalDate::ofEpochDay),
                        Arbitraries.of(Entity.class))
                .as(RawKey::new);
    }

    /** Keys with one part exchanged for something else. */
    @Provide
    Arbitrary<String> nearlyKeys() {
        Arbitrary<String> odd = Arbitraries.of(
                "..", ".", "", "/", "CW-000151", "2026-02-24", "products", "sales_orders", "\u0000", "%2e%2e", "*");
        return Combinators.combine(keys(), odd, Arbitraries.integers().between(0, 3))
                .as((key, part, at) -> {
                    String[] parts = Stream.of("raw-data", key.client(), key.date(), key.entity())
                            .map(String::valueOf)
                            .toArray(String[]::new);
                    parts[at] = part;
                    return String.join("/", parts) + ".json";
                });
    }
}
