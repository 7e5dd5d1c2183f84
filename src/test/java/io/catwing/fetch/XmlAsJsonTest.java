package io.catwing.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.failure.QuarantinedFailure;
import io.catwing.fetch.FakeErp.Answer;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How XML becomes JSON, and what of it is refused. */
class XmlAsJsonTest {
    private static final String BARE = "answer: {format: xml, xml: {original: false}}\nenvelope: {records: /L/R}";

    private static List<String> fetched(String erp, String xml) throws IOException {
        return fetched(erp, xml.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> fetched(String erp, byte[] xml) throws IOException {
        return FakeErp.products(erp, asked -> new Answer(200, xml, List.of())).fetch();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    <id>1.10</id>                           | "id":"1.10"
                    <id> 007 </id>                          | "id":" 007 "
                    <id/>                                   | "id":""
                    <id>a&amp;b &#228; &lt;</id>            | "id":"a&b ä <"
                    <id><![CDATA[<x>]]>y</id>               | "id":"<x>y"
                    <id u="kg">5</id>                       | "id":{"@u":"kg","#text":"5"}
                    <a>1</a><b>2</b><a>3</a>                | "a":["1","3"],"b":"2"
                    <a><b>1</b></a>                         | "a":{"b":"1"}
                    <a>x<b>1</b>y</a>                       | "a":{"b":"1","#text":"xy"}
                    <a><!-- no --><?no no?>1</a>            | "a":"1"
                    <n:a xmlns:n="urn:x" n:k="1">2</n:a>    | "n:a":{"@n:k":"1","#text":"2"}
                    """)
    void elements_become_fields(String xml, String json) throws IOException {
        assertThat(fetched(BARE, "<L><R>" + xml + "</R></L>")).containsExactly("{" + json + "}");
    }

    @Test
    void nil_is_null() throws IOException {
        assertThat(fetched(
                        BARE,
                        "<L xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\"><R><a i:nil=\"true\"/></R></L>"))
                .containsExactly("{\"a\":null}");
    }

    @Test
    void a_declared_element_is_an_array_and_be_there_one_alone() throws IOException {
        String erp = BARE.replace("original: false", "original: false, arrays: [/L/R/lines/line]");
        assertThat(fetched(erp, "<L><R><lines><line><sku>a</sku></line></lines></R></L>"))
                .containsExactly("{\"lines\":{\"line\":[{\"sku\":\"a\"}]}}");
    }

    @Test
    void a_record_holds_its_xml_as_it_was_sent() throws IOException {
        String first = "<R k='1'>\r\n  <id>1</id><!-- c -->\n</R>";
        String second = "<R><id>ü&#x20AC;</id></R >";
        List<String> records = fetched(
                "answer: {format: xml}\nenvelope: {records: /L/R}",
                "<?xml version=\"1.0\"?>\n<L>\n " + first + second + "<R/></L>\n");
        assertThat(records)
                .containsExactly(
                        "{\"@k\":\"1\",\"id\":\"1\",\"@xml\":\"<R k='1'>\\r\\n  <id>1</id><!-- c -->\\n</R>\"}",
                        "{\"id\":\"ü€\",\"@xml\":\"<R><id>ü&#x20AC;</id></R >\"}",
                        "{\"@xml\":\"<R/>\"}");
    }

    @Test
    void long_records_are_kept_to_the_letter() throws IOException {
        StringBuilder xml = new StringBuilder("<L>");
        for (int i = 0; i < 300; i++) {
            xml.append("<skip a='").append("x".repeat(i * 7 % 200)).append("'></skip>");
        }
        StringBuilder records = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            records.append("<R><id>")
                    .append(i)
                    .append("</id><t>")
                    .append("é".repeat(i * 97 % 9000))
                    .append("</t></R>");
        }
        List<String> fetched =
                fetched("answer: {format: xml}\nenvelope: {records: /L/R}", xml.append(records) + "</L>");
        assertThat(fetched).hasSize(300);
        for (int i = 0; i < 300; i++) {
            assertThat(fetched.get(i))
                    .endsWith(",\"@xml\":\"<R><id>" + i + "</id><t>" + "é".repeat(i * 97 % 9000) + "</t></R>\"}");
        }
    }

    @Test
    void what_is_around_the_records_is_an_envelope_as_in_json() throws IOException {
        String erp = "answer: {format: xml, xml: {original: false}}\n"
                + "envelope: {records: /Page/Orders/Order, total: /Page/@count, success: '.Page.status == \"ok\"'}\n"
                + "paging: {type: page, size: 2, stop: {pages: /Page/pages}}\nrequest: {query: {p: \"{{page}}\"}}";
        FakeErp fake = FakeErp.products(
                erp,
                asked -> Answer.of("<Page count='3'><status>ok</status><Orders><Order><id>"
                        + (asked.endsWith("1") ? "1</id></Order><Order><id>2" : "3")
                        + "</id></Order></Orders><pages>2</pages></Page>"));
        assertThat(fake.fetch()).containsExactly("{\"id\":\"1\"}", "{\"id\":\"2\"}", "{\"id\":\"3\"}");
    }

    @Test
    void an_element_without_records_is_none() throws IOException {
        assertThat(fetched(BARE, "<L/>")).isEmpty();
        assertThatThrownBy(() -> fetched(BARE, "<L><message>no</message></L>"))
                .hasMessageContaining("the answer holds nothing at envelope.records '/L/R'")
                .hasMessageContaining("add missing to envelope.none_when");
    }

    @Test
    void the_charset_is_that_of_the_declaration() throws IOException {
        String xml = "<?xml version='1.0' encoding='windows-1252'?><L><R><id>5 €</id></R></L>";
        assertThat(fetched(BARE, xml.getBytes(Charset.forName("windows-1252")))).containsExactly("{\"id\":\"5 €\"}");
        String wide = "<?xml version='1.0' encoding='UTF-16'?><L><R><id>€</id></R></L>";
        assertThat(fetched(BARE, wide.getBytes(StandardCharsets.UTF_16))).containsExactly("{\"id\":\"€\"}");
    }

    @Test
    void document_types_and_entities_are_refused() {
        for (String xml : List.of(
                "<!DOCTYPE L [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><L><R><id>&x;</id></R></L>",
                "<!DOCTYPE L><L/>",
                "<!DOCTYPE L [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><L><R>&b;</R></L>")) {
            assertThatThrownBy(() -> fetched(BARE, xml))
                    .isInstanceOf(QuarantinedFailure.class)
                    .hasMessageContaining("declares a document type or uses entities of its own, which are not read");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    <L><R><id>1</id>      | the answer ends in the middle
                    <L><R></L>            | the answer is no XML at line 1, column
                    <L></L><L></L>        | the answer is no XML
                    {"id":1}              | the answer is no XML at line 1, column
                    """)
    void what_is_no_xml_is_an_error_of_the_moment(String xml, String message) {
        assertThatThrownBy(() -> fetched(BARE, xml))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    @Test
    void records_that_do_not_stand_together_are_refused() {
        assertThatThrownBy(() -> fetched(BARE, "<L><R/><x/><R/></L>"))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageContaining("the records 'R' do not stand together");
    }

    /** Each takes some hundred bytes of memory, in an answer of four. */
    @ParameterizedTest
    @ValueSource(strings = {"<L><R>%s</R></L>", "<L><other>%s</other><R/></L>"})
    void an_element_of_very_many_is_refused_before_it_fills_the_memory(String around) {
        String many = "<a/>".repeat(300_000);
        assertThatThrownBy(() -> fetched(BARE, around.formatted(many)))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageContaining("an element is longer than the 32 MB that a record may have, with those in it")
                .hasMessageContaining("HINT: point envelope.records to the elements that are the records");
    }

    @Test
    void deep_nesting_is_refused() {
        assertThatThrownBy(() -> fetched(BARE, "<L><R>" + "<a>".repeat(3000) + "</a>".repeat(3000) + "</R></L>"))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageContaining("nested deeper than the 500 levels");
    }
}
