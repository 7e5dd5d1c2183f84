package io.catwing.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwing.client.Envelope;
import io.catwing.client.Source;
import io.catwing.failure.Failure;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.failure.RetryableFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.FileSystemUtils;

class CsvRecordsTest {
    private static final Source.Csv COMMON = csv(',', '"', StandardCharsets.UTF_8);
    private static final Envelope BARE =
            new Envelope(com.fasterxml.jackson.core.JsonPointer.empty(), null, null, null, null, null);

    private static Source.Csv csv(char separator, Character quote, Charset charset, String... columns) {
        return new Source.Csv(separator, quote, List.of(columns), charset);
    }

    private static List<String> read(byte[] bytes, Source.Csv csv) throws IOException {
        Path folder = Files.createTempDirectory("catwing-csv-");
        Spool spool = new Spool(folder.resolve("raw.json"), SpoolTest.WIDE);
        try {
            PageReader reader = new PageReader(BARE, 1000, PageReaderTest.sink(spool));
            reader.requireRecords(CsvRecords.read(reader, new ByteArrayInputStream(bytes), csv), 0);
            spool.finish();
            List<String> lines = Files.readAllLines(spool.file());
            return lines.subList(1, lines.size() - 1).stream()
                    .map(line -> line.replaceFirst(",$", ""))
                    .toList();
        } finally {
            spool.remove();
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private static List<String> read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8), COMMON);
    }

    private static void refused(Class<? extends Failure> kind, byte[] bytes, Source.Csv csv, String message) {
        assertThatThrownBy(() -> read(bytes, csv)).isInstanceOf(kind).hasMessageStartingWith(message);
    }

    private static void refused(String text, String message) {
        refused(QuarantinedFailure.class, text.getBytes(StandardCharsets.UTF_8), COMMON, message);
    }

    @Test
    void values_are_texts_as_they_were_sent() throws IOException {
        assertThat(read("id,price,note\n007,1.10, a \n8,,\"\"\n"))
                .containsExactly(
                        "{\"id\":\"007\",\"price\":\"1.10\",\"note\":\" a \"}",
                        "{\"id\":\"8\",\"price\":\"\",\"note\":\"\"}");
    }

    @Test
    void quotes_keep_separators_quotes_and_line_breaks() throws IOException {
        assertThat(read("id,n\r\n1,\"a,\"\"b\"\"\r\nc\"\r\n2,d"))
                .containsExactly("{\"id\":\"1\",\"n\":\"a,\\\"b\\\"\\r\\nc\"}", "{\"id\":\"2\",\"n\":\"d\"}");
    }

    @Test
    void a_mark_in_front_empty_lines_and_a_table_without_rows_are_understood() throws IOException {
        assertThat(read("\uFEFFid,n\n1,a\n\n2,b\n\n")).hasSize(2).element(0).isEqualTo("{\"id\":\"1\",\"n\":\"a\"}");
        assertThat(read("id,n\n")).isEmpty();
        assertThat(read("id,n")).isEmpty();
    }

    @Test
    void separator_quote_charset_and_columns_are_those_of_the_clients_file() throws IOException {
        Charset western = Charset.forName("windows-1252");
        assertThat(read("7;'Schön; €'\n".getBytes(western), csv(';', '\'', western, "id", "name")))
                .containsExactly("{\"id\":\"7\",\"name\":\"Schön; €\"}");
        assertThat(read(
                        "id\tsize\n1\t3\" pipe\n".getBytes(StandardCharsets.UTF_8),
                        csv('\t', null, StandardCharsets.UTF_8)))
                .containsExactly("{\"id\":\"1\",\"size\":\"3\\\" pipe\"}");
        assertThat(read("id,n\n1,ä\n".getBytes(StandardCharsets.UTF_16), csv(',', '"', StandardCharsets.UTF_16)))
                .containsExactly("{\"id\":\"1\",\"n\":\"ä\"}");
        assertThat(read(new byte[0], csv(',', '"', StandardCharsets.UTF_8, "id")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id,id§1,2§|line 1, column 4: the header names 'id' twice",
                "id,,n§1,2,3§|line 1, column 4: column 2 of the header has no name",
                "id,n,§1,2,§|line 1, column 6: column 3 of the header has no name",
                "id,n§1,a§2§|line 3, column 1: the row has fewer values than there are columns",
                "id,n§1,a,§|line 2, column 5: the row has more values than there are columns",
                "id,n§1,\"a\"b§|line 2, column 7: something stands between a closing quote and the next separator",
            })
    void what_is_no_table_is_refused_with_line_and_column(String text, String message) {
        refused(text.replace('§', '\n'), message);
    }

    @Test
    void what_seems_to_be_cut_is_of_the_moment() {
        byte[] open = "id,n\n1,\"a\n2,b\n".getBytes(StandardCharsets.UTF_8);
        refused(
                RetryableFailure.class,
                open,
                COMMON,
                "the answer ends at line 4 inside a quoted value\nHINT: it was cut");
        refused(RetryableFailure.class, new byte[0], COMMON, "the answer is empty: not even a header");
    }

    @Test
    void another_charset_and_a_nul_are_refused_with_line_and_column() {
        byte[] latin = "id,n\n1,Schön\n".getBytes(StandardCharsets.ISO_8859_1);
        refused(QuarantinedFailure.class, latin, COMMON, "line 2, column 6: what stands there is not UTF-8\nHINT: say");
        refused("id,n\n1,a\0b\n", "line 2, column 4: what stands there is U+0000\nHINT: it may be UTF-16");
        byte[] marked = "\uFEFFid,n\n".getBytes(StandardCharsets.UTF_8);
        Source.Csv western = csv(',', '"', Charset.forName("windows-1252"));
        refused(QuarantinedFailure.class, marked, western, "line 1, column 1: the mark of UTF-8, but csv.charset is");
    }

    @Test
    void what_would_fill_the_heap_is_refused() {
        refused(
                "id,n\n1,\"" + "x".repeat(21_000_000),
                "record 1 of the page has a text longer than the 20000000 characters");
        refused(
                "a," + "b".repeat(60_000) + "\n1,2\n",
                "line 1, column 3: a name of the header is longer than 50000 bytes");
        StringBuilder wide = new StringBuilder("c");
        for (int i = 0; i <= 10_001; i++) {
            wide.append(",c").append(i);
        }
        refused(wide.toString(), "line 1, column 58887: the header has more than 10000 columns");
    }

    @Property(tries = 40)
    void any_table_comes_out_as_it_went_in(@ForAll("tables") List<List<String>> rows) throws IOException {
        String text = "a,b,c\n"
                + rows.stream()
                        .map(row -> row.stream()
                                .map(cell -> '"' + cell.replace("\"", "\"\"") + '"')
                                .collect(Collectors.joining(",")))
                        .collect(Collectors.joining("\r\n"));
        List<String> expected = rows.stream()
                .map(row -> {
                    Map<String, String> record = new LinkedHashMap<>();
                    record.put("a", row.get(0));
                    record.put("b", row.get(1));
                    record.put("c", row.get(2));
                    return record.toString();
                })
                .toList();

        assertThat(read(text))
                .map(line ->
                        new ObjectMapper().readValue(line, LinkedHashMap.class).toString())
                .isEqualTo(expected);
    }

    @Provide
    Arbitrary<List<List<String>>> tables() {
        Arbitrary<String> cells =
                Arbitraries.strings().withChars("ab01,;\"'\n\r\t .\u00e4\u20ac").ofMaxLength(12);
        return cells.list().ofSize(3).list().ofMaxSize(20);
    }
}
