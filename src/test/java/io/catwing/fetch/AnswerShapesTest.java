package io.catwing.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.client.Entity;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.failure.RetryableFailure;
import io.catwing.fetch.FakeErp.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are not the JSON in UTF-8 that is expected, as a client's file declares them. */
class AnswerShapesTest {

    private static FakeErp answering(String erp, byte[] body) {
        return FakeErp.products(erp, asked -> new Answer(200, body, List.of()));
    }

    private static FakeErp answering(String erp, String body) {
        return answering(erp, body.getBytes(StandardCharsets.UTF_8));
    }

    private static void refused(String erp, String body, String fact, String hint) {
        assertThatThrownBy(() -> answering(erp, body).fetch())
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageContaining(fact)
                .hasMessageContaining("\nHINT: ")
                .hasMessageContaining(hint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":1.10}\n{\"id\":2}\n",
                "{\"id\":1.10}{\"id\":2}",
                "{\"id\":1.10}\r\n\r\n{\"id\":2}",
                " { \"id\": 1.10 }\u001e{\"id\":2}"
            })
    void objects_one_after_the_other_are_records(String body) throws IOException {
        if (body.indexOf('\u001e') >= 0) {
            assertThatThrownBy(() -> answering("answer: {format: ndjson}", body).fetch())
                    .isInstanceOf(IOException.class);
            return;
        }
        assertThat(answering("answer: {format: ndjson}", body).fetch()).containsExactly("{\"id\":1.10}", "{\"id\":2}");
    }

    @Test
    void no_object_at_all_is_no_record() throws IOException {
        assertThat(answering("answer: {format: ndjson}", "\n").fetch()).isEmpty();
    }

    @Test
    void an_object_that_is_cut_is_an_error_of_the_moment() {
        assertThatThrownBy(() -> answering("answer: {format: ndjson}", "{\"id\":1}\n{\"id\":")
                        .fetch())
                .isInstanceOf(IOException.class);
    }

    @Test
    void what_stands_in_front_against_hijacking_is_taken_away() throws IOException {
        String erp = "answer: {prefix: \")]}',\"}\nenvelope: {records: /data}";
        assertThat(answering(erp, ")]}',\n{\"data\":[{\"id\":1}]}").fetch()).containsExactly("{\"id\":1}");
        refused(
                erp,
                "{\"error\":\"no such report\"}",
                "the answer does not begin with answer.prefix ')]}',': {\"error\":\"no such report\"}",
                "take it away; if it is an error, correct the request");
    }

    @Test
    void json_inside_a_text_is_read_as_if_it_were_the_body() throws IOException {
        String erp = "answer: {json_text: /d/r}\nenvelope: {records: /data, total: /n}";
        String body = "{\"x\":[1,{\"d\":\"no\"}], \"d\": {\"a\":-1.5e3, \"r\" : \"{\\\"n\\\":2,\\\"data\\\":"
                + "[{\\\"id\\\":\\\"\\\\u00fc\\\\n\\\"},{\\\"id\\\":\\\"\\u00fc \\ud83d\\ude00\\\"}]}\", \"b\":null}, \"z\":{}}";
        assertThat(answering(erp, body).fetch())
                .containsExactly("{\"id\":\"\u00fc\\n\"}", "{\"id\":\"\u00fc \\uD83D\\uDE00\"}");
    }

    @Test
    void a_body_that_is_a_text_as_a_whole_holds_json() throws IOException {
        assertThat(answering("answer: {json_text: \"\"}", " \"[{\\\"id\\\":1.10}]\" ")
                        .fetch())
                .containsExactly("{\"id\":1.10}");
    }

    @Test
    void a_text_that_is_not_there_is_refused() {
        refused(
                "answer: {json_text: /d}",
                "{\"Message\":\"error\"}",
                "the answer holds no text at answer.json_text '/d'",
                "correct answer.json_text");
        refused("answer: {json_text: /d}", "{\"d\":[1]}", "but what begins with [", "correct answer.json_text");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"d\":\"[]", "{\"d\":\"[]\"", "{\"d\":\"[]\"}x", "{\"d\":\"[]\",}", "{\"d\":\"\\x\"}", "{\"d\""
            })
    void json_around_a_text_that_is_no_json_is_an_error_of_the_moment(String body) {
        assertThatThrownBy(() -> answering("answer: {json_text: /d}", body).fetch())
                .isInstanceOfAny(IOException.class, QuarantinedFailure.class);
    }

    @Test
    void a_declared_charset_is_read_and_stored_as_utf_8() throws IOException {
        byte[] body = "[{\"id\":\"Käse 5 €\"}]".getBytes(Charset.forName("windows-1252"));
        assertThat(answering("answer: {charset: windows-1252}", body).fetch()).containsExactly("{\"id\":\"Käse 5 €\"}");
        byte[] wide = "[{\"id\":\"Käse 😀\"}]".getBytes(StandardCharsets.UTF_16);
        assertThat(answering("answer: {charset: UTF-16}", wide).fetch())
                .containsExactly("{\"id\":\"Käse \\uD83D\\uDE00\"}");
    }

    @Test
    void bytes_that_are_not_of_the_declared_charset_are_refused() {
        byte[] body = {'[', '{', '"', (byte) 0xC3, '(', '"'};
        assertThatThrownBy(() -> answering("answer: {charset: US-ASCII}", body).fetch())
                .hasMessageContaining("line 1, column 4: what stands there is not US-ASCII")
                .hasMessageContaining("which charset it is: answer: {charset: windows-1252}");
    }

    @Test
    void declared_nan_and_infinity_are_kept_as_text_in_records_and_null_in_columns_of_numbers() throws IOException {
        FakeErp erp = answering(
                "answer: {not_numbers: true}\nenvelope: {records: /data}",
                "{\"x\":NaN,\"data\":[{\"id\":1,\"p\":NaN,\"q\":-Infinity,\"r\":Infinity}]}");
        assertThat(erp.fetch()).containsExactly("{\"id\":1,\"p\":\"NaN\",\"q\":\"-Infinity\",\"r\":\"Infinity\"}");
    }

    @Test
    void undeclared_nan_is_no_json() {
        assertThatThrownBy(() ->
                        answering("envelope: {records: \"\"}", "[{\"id\":NaN}]").fetch())
                .isInstanceOf(IOException.class);
    }

    @Test
    void csv_over_http_is_read_as_that_of_a_source() throws IOException {
        String body = "id;name\r\n1.10;\"a;\"\"b\"\"\"\r\n007;\r\n";
        assertThat(answering("answer: {format: csv, csv: {separator: \";\"}}", body)
                        .fetch())
                .containsExactly("{\"id\":\"1.10\",\"name\":\"a;\\\"b\\\"\"}", "{\"id\":\"007\",\"name\":\"\"}");
    }

    @Test
    void pages_of_csv_end_with_one_that_has_no_row() throws IOException {
        FakeErp erp = FakeErp.products(
                "answer: {format: csv}\npaging: {type: page, size: 1}\nrequest: {query: {page: \"{{page}}\"}}",
                asked -> Answer.of(
                        "id\n" + (asked.endsWith("page=3") ? "" : asked.substring(asked.length() - 1) + "\n")));
        assertThat(erp.fetch()).containsExactly("{\"id\":\"1\"}", "{\"id\":\"2\"}");
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    /** @param files names and contents in turn */
    private static byte[] zip(String... files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (int i = 0; i < files.length; i += 2) {
                out.putNextEntry(new ZipEntry(files[i]));
                out.write(files[i + 1].getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void a_gzip_file_as_body_is_unpacked() throws IOException {
        byte[] body = gzip("[{\"id\":1}]".getBytes(StandardCharsets.UTF_8));
        assertThat(answering("answer: {packed: gzip}", body).fetch()).containsExactly("{\"id\":1}");
    }

    @Test
    void what_is_unpacked_is_limited_as_a_body_is() throws IOException {
        byte[] bomb = gzip(("[" + " ".repeat(6 << 20) + "]").getBytes(StandardCharsets.UTF_8));
        assertThat(bomb.length).isLessThan(10_000);
        assertThatThrownBy(() -> answering("answer: {packed: gzip}", bomb).fetch())
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageContaining("the answer is longer than the limit of 4194304 bytes")
                .hasMessageContaining("it counts unpacked bytes");
    }

    @Test
    void a_gzip_file_that_is_cut_or_none_is_an_error_of_the_moment() throws IOException {
        byte[] body = gzip("[{\"id\":1}]".getBytes(StandardCharsets.UTF_8));
        byte[] cut = java.util.Arrays.copyOf(body, body.length - 6);
        assertThatThrownBy(() -> answering("answer: {packed: gzip}", cut).fetch())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the packed answer is damaged, or was cut");
        assertThatThrownBy(() -> answering("answer: {packed: gzip}", "[]").fetch())
                .isInstanceOf(RetryableFailure.class)
                .hasMessageContaining("the answer is no gzip file, as answer.packed says");
    }

    @Test
    void a_zip_whose_file_has_another_checksum_is_an_error_of_the_moment() throws IOException {
        byte[] content = "id\n1\n".getBytes(StandardCharsets.UTF_8);
        CRC32 sum = new CRC32();
        sum.update(content);
        ZipEntry stored = new ZipEntry("a.csv");
        stored.setMethod(ZipEntry.STORED);
        stored.setSize(content.length);
        stored.setCrc(sum.getValue());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.putNextEntry(stored);
            out.write(content);
        }
        String sound = bytes.toString(StandardCharsets.ISO_8859_1);
        assertThat(answering("answer: {packed: zip, format: csv}", bytes.toByteArray())
                        .fetch())
                .containsExactly("{\"id\":\"1\"}");
        byte[] other = sound.replace("id\n1\n", "id\n7\n").getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() ->
                        answering("answer: {packed: zip, format: csv}", other).fetch())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the packed answer is damaged, or was cut: the checksum of 'a.csv' is another");
    }

    @Test
    void a_zip_with_one_file_is_unpacked_whatever_its_name() throws IOException {
        assertThat(answering("answer: {packed: zip, format: csv}", zip("any.txt", "id\n1\n"))
                        .fetch())
                .containsExactly("{\"id\":\"1\"}");
    }

    @Test
    void of_several_files_in_a_zip_the_declared_one_is_read() throws IOException {
        byte[] body = zip("readme.txt", "hello", "orders-2026.csv", "id\n1\n");
        assertThat(answering("answer: {packed: zip, file: \"orders*.csv\", format: csv}", body)
                        .fetch())
                .containsExactly("{\"id\":\"1\"}");
        assertThatThrownBy(() -> answering(
                                "answer: {packed: zip, format: csv}", zip("a.csv", "id\n1\n", "b.csv", "id\n2\n"))
                        .fetch())
                .hasMessageContaining("the zip holds two files that may be meant: a.csv and b.csv")
                .hasMessageContaining("answer.file");
        assertThatThrownBy(() -> answering("answer: {packed: zip, file: \"x*\", format: csv}", body)
                        .fetch())
                .hasMessageContaining(
                        "the zip holds no file that answer.file 'x*' names, but readme.txt, orders-2026.csv");
    }

    @Test
    void every_shape_goes_with_another() throws IOException {
        byte[] body = gzip(")]}'\"[{\\\"id\\\":NaN,\\\"name\\\":\\\"ü\\\"}]\"".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(answering(
                                "answer: {packed: gzip, charset: ISO-8859-1, prefix: \")]}'\", json_text: \"\","
                                        + " not_numbers: true}",
                                body)
                        .fetch())
                .containsExactly("{\"id\":\"NaN\",\"name\":\"ü\"}");
    }

    @Test
    void the_answer_of_erp_does_not_apply_to_an_entity_that_has_its_own() throws IOException {
        FakeErp erp = FakeErp.of(
                Entity.PRODUCTS,
                "snapshot: true\nrequest: {path: /p}\nanswer: {format: json}\nmapping: {product_id: /id}",
                FakeErp.always("[{\"id\":1}]"));
        assertThat(erp.fetch()).containsExactly("{\"id\":1}");
    }
}
