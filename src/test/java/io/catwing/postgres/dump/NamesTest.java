package io.catwing.postgres.dump;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class NamesTest {

    @Property(tries = 1000)
    void any_names_that_are_written_are_read_again(
            @ForAll @Size(min = 1, max = 4) List<
                                    @StringLength(min = 1, max = 8)
                                    @Chars({'"', ',', '.', ' ', '\n', 'ü', 'A', '(', '\\'})
                                    @CharRange(from = 'a', to = 'c') String>
                            names) {
        String written = String.join(", ", names.stream().map(Names::quote).toList());

        assertThat(Names.split(written, ',')).isEqualTo(names);
        assertThat(Names.canonical(written, ','))
                .isEqualTo(
                        written.replace(", ", ",").isEmpty()
                                ? ""
                                : String.join(
                                        ",", names.stream().map(Names::quote).toList()));
    }

    @Test
    void a_name_is_written_one_way_be_it_a_keyword_or_not() {
        assertThat(Names.canonical("general.\"order\"", '.')).isEqualTo("general.order");
        assertThat(Names.canonical("bi.\"Sales 2026\"", '.')).isEqualTo("bi.\"Sales 2026\"");
        assertThat(Names.qualified("a.b", "c")).isEqualTo("\"a.b\".c");
    }
}
