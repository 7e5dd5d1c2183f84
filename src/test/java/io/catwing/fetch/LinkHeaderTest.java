package io.catwing.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkHeaderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "</a>; rel=next | /a",
                "</a>; rel=\"next\" | /a",
                "</a>;REL=\"NEXT\" | /a",
                "</a>; rel=\"prev next\" | /a",
                "</a?x=1,2;3>; rel=\"next\" | /a?x=1,2;3",
                "</p>; rel=\"prev\", </n>; rel=\"next\" | /n",
                "</p>; title=\"a, <b>; rel=\\\"next\\\"\"; rel=\"prev\", </n>;title=x;rel=next | /n",
                "</a> ; rel = \"next\" ; type=\"x\" | /a",
                "</a>; rel=\"prev\"; rel=\"next\" | ``",
                "</a>; rel=\"nextpage\" | ``",
                "</a>; title=\"rel=next\" | ``",
                "</a> | ``",
                "nonsense | ``"
            })
    void the_first_link_that_says_next_is_found(String header, String expected) {
        String next = LinkHeader.next(List.of(header));
        assertThat(next == null ? "" : next).isEqualTo(expected);
    }

    @Test
    void several_headers_are_one_list() {
        assertThat(LinkHeader.next(List.of("</p>; rel=prev", "</n>; rel=next"))).isEqualTo("/n");
        assertThat(LinkHeader.next(List.of())).isNull();
    }
}
