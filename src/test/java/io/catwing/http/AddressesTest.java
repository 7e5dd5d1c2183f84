package io.catwing.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressesTest {

    @Property
    void any_text_is_one_query_value(@ForAll String text) {
        String encoded = Addresses.encodeQuery(text);
        URI address = URI.create("http://erp/?a=" + encoded + "&b");
        assertThat(address.getRawQuery()).isEqualTo("a=" + encoded + "&b");
        assertThat(encoded).doesNotContain("&", "=", "+", "#", " ");
    }

    @Test
    void parameters_are_taken_out_by_their_names_and_the_rest_stays_as_it_is() {
        assertThat(Addresses.without(Set.of("key"), "/a?key=1&b=%20&key=2&keys=3&Key"))
                .isEqualTo("/a?b=%20&keys=3&Key");
        assertThat(Addresses.without(Set.of("a b", "key"), "/a?a%20b=1&key")).isEqualTo("/a");
        assertThat(Addresses.without(Set.of(), "/a?key=1&")).isEqualTo("/a?key=1&");
        assertThat(Addresses.without(Set.of("key"), "/a")).isEqualTo("/a");
    }

    @Test
    void parameters_that_stand_there_twice_with_one_value_are_kept_once_and_others_as_they_are() {
        assertThat(Addresses.once(Set.of("key"), "/a?key=1&b=2&b=2&key=2&key=1"))
                .isEqualTo("/a?b=2&b=2&key=2&key=1");
        assertThat(Addresses.once(Set.of("key"), "/a?key=1")).isEqualTo("/a?key=1");
        assertThat(Addresses.once(Set.of(), "/a?key=1&key=1")).isEqualTo("/a?key=1&key=1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/a?$filter=x%20eq%20'1'&$skiptoken=2 | /a?$filter=x%20eq%20'1'&$skiptoken=2",
                "/a?f=x eq 1+2%2B | /a?f=x%20eq%201+2%2B",
                "/ü?a=\"{}^`\\ | /%C3%BC?a=%22%7B%7D%5E%60%5C"
            })
    void what_is_encoded_stays_and_what_must_be_is(String link, String expected) {
        assertThat(Addresses.tidy(link)).isEqualTo(expected);
    }
}
