package io.catwing.fetch;

import io.catwing.bucket.RawKey;
import io.catwing.client.Client;
import io.catwing.client.ClientFiles;
import io.catwing.client.Entity;
import io.catwing.http.ErpRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.springframework.util.FileSystemUtils;
import org.springframework.util.unit.DataSize;

/**
 * A fetch without a network: a client as its file declares it, and an ERP that is a function of what is asked. What AskErp
 * says of statuses and HTML is left out.
 */
final class FakeErp {

    private static final String HEAD =
            """
            client: CW-000200
            name: Test
            erp:
              url: http://erp.example.com
            """;
    private static final int NO_CONTENT = 204;
    private static final int MULTIPLE_CHOICES = 300;
    private static final String LIMITS = "  limits: {pages: 20, body: 4MB}\n";

    private static final String PRODUCTS =
            """
            entities:
              products:
                snapshot: true
                request: {path: /products}
                mapping: {product_id: /id, name: /name}
            """;

    /** Of the last fetch. */
    FieldCounts fields;

    /** What was asked, path and query, in order. */
    final List<String> asked = new ArrayList<>();

    private final Function<String, Answer> answers;
    private final Client client;
    private final Entity entity;

    /** An answer. @param link values of the header of that name */
    record Answer(int status, byte[] body, List<String> links) {
        static Answer of(String json) {
            return new Answer(200, json.getBytes(StandardCharsets.UTF_8), List.of());
        }

        static Answer status(int status) {
            return new Answer(status, new byte[0], List.of());
        }

        Answer link(String link) {
            return new Answer(status, body, List.of(link));
        }
    }

    /** @param answers by path and query */
    private FakeErp(String yaml, Entity entity, Function<String, Answer> answers) {
        this.answers = answers;
        this.entity = entity;
        Path folder = folder();
        try {
            Files.writeString(folder.resolve("CW-000200.yaml"), yaml);
            ClientFiles.Result files = ClientFiles.read(folder, name -> null);
            if (!files.problems().isEmpty()) {
                throw new IllegalArgumentException(files.problems() + "\n" + yaml);
            }
            client = files.clients().get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            remove(folder);
        }
    }

    /** Products as a snapshot. @param erp lines below {@code erp:} */
    static FakeErp products(String erp, Function<String, Answer> answers) {
        return new FakeErp(
                HEAD + (erp.contains("limits:") ? "" : LIMITS) + erp.indent(2) + PRODUCTS, Entity.PRODUCTS, answers);
    }

    /** @param spec lines below the entity */
    static FakeErp of(Entity entity, String spec, Function<String, Answer> answers) {
        return new FakeErp(HEAD + LIMITS + "entities:\n  " + entity + ":\n" + spec.indent(4), entity, answers);
    }

    /** Always the same. */
    static Function<String, Answer> always(String json) {
        return asked -> Answer.of(json);
    }

    Client client() {
        return client;
    }

    /**
     * Fetches the whole file.
     *
     * @return its records, a line each
     * @throws io.catwing.failure.Failure as the fetch does
     */
    List<String> fetch() throws IOException {
        Path folder = folder();
        Spool spool = new Spool(folder.resolve("raw.json"), SpoolTest.WIDE);
        try {
            FileFetch fetch = new FileFetch(
                    client,
                    client.entities().get(entity),
                    new RawKey(client.id(), LocalDate.of(2026, 2, 24), entity),
                    spool,
                    new FetchSettings(
                            1,
                            DataSize.ofMegabytes(1),
                            DataSize.ofKilobytes(64),
                            DataSize.ofGigabytes(1),
                            DataSize.ofBytes(0),
                            Duration.ofSeconds(1)),
                    Integer.MAX_VALUE,
                    Beginning.first(client.entities().get(entity), LocalDate.of(2026, 2, 24)));
            fields = fetch.fields();
            while (fetch.more()) {
                ask(fetch);
            }
            spool.finish();
            List<String> lines = Files.readAllLines(spool.file());
            return lines.subList(1, lines.size() - 1).stream()
                    .map(line -> line.replaceFirst(",$", ""))
                    .toList();
        } finally {
            spool.remove();
            remove(folder);
        }
    }

    private void ask(FileFetch fetch) throws IOException {
        ErpRequest request = fetch.next();
        String what = request.address().getRawPath()
                + (request.address().getRawQuery() == null
                        ? ""
                        : "?" + request.address().getRawQuery());
        asked.add(what);
        Answer answer = answers.apply(what);
        if (fetch.meaning().saysNothing(answer.status())) {
            fetch.readNothing(request, answer.links());
        } else if (answer.status() >= MULTIPLE_CHOICES || answer.status() == NO_CONTENT) {
            throw new IOException("status " + answer.status());
        } else {
            fetch.read(request, new ByteArrayInputStream(answer.body()), answer.links());
        }
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("catwing-fake-erp-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path folder) {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
