package io.catwing.fetch;

import io.catwing.bucket.RawKey;
import io.catwing.bucket.SpoolFolder;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.client.Entity;
import io.catwing.client.EntitySpec;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.Failure;
import io.catwing.job.RunId;
import io.catwing.job.StepResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.springframework.stereotype.Component;

/** Shows what an ERP would answer. Asks by the same routes as a fetch, and stores nothing. */
@Component
public class Preview {

    private final Clients clients;
    private final SpoolFolder spools;
    private final FetchSettings settings;
    private final ProducerTemplate camel;
    private final ParentIds parents;
    private final FetchStop stop;
    private final FetchRoutes routes;

    Preview(
            Clients clients,
            SpoolFolder spools,
            FetchSettings settings,
            ProducerTemplate camel,
            ParentIds parents,
            FetchStop stop,
            FetchRoutes routes) {
        this.routes = routes;
        this.stop = stop;
        this.parents = parents;
        this.clients = clients;
        this.spools = spools;
        this.settings = settings;
        this.camel = camel;
    }

    /**
     * The first records of a live answer, each as its JSON text, just as it would stand in the raw file.
     *
     * @param records at most
     * @throws Failure that says what is wrong with the request or the answer
     */
    public List<String> records(ClientId id, Entity entity, LocalDate date, int records) {
        Client client = clients.get(id);
        EntitySpec spec = spec(client, entity);
        Spool spool = new Spool(spools.newFile(id + "-preview.json"), settings.spool());
        try {
            FileFetch fetch = new FileFetch(
                    client, spec, new RawKey(id, date, entity), spool, settings, records, Beginning.first(spec, date));
            if (spec.parents() != null) {
                fetch.ids(parents.some(new RawKey(id, date, entity), spec.parents(), records));
            }
            stop.begin(fetch);
            try {
                while (fetch.more()
                        && fetch.checks().pages() < (spec.parents() == null ? 1 : records)
                        && spool.records() < records) {
                    ask(id, entity, date, fetch);
                }
            } finally {
                stop.end(fetch);
            }
            spool.finish();
            return read(spool.file(), records);
        } finally {
            spool.remove();
        }
    }

    /**
     * The answer to an entity's first request, as it is.
     *
     * @throws Failure that says what is wrong with the request or the answer
     */
    public KeptAnswer answer(ClientId id, Entity entity, LocalDate date) {
        Client client = clients.get(id);
        EntitySpec spec = spec(client, entity);
        Spool spool = new Spool(spools.newFile(id + "-preview.json"), settings.spool());
        try {
            FileFetch fetch = new FileFetch(
                    client, spec, new RawKey(id, date, entity), spool, settings, 1, Beginning.first(spec, date));
            KeptAnswer kept = new KeptAnswer();
            fetch.keep(kept);
            stop.begin(fetch);
            try {
                ask(id, entity, date, fetch);
            } finally {
                stop.end(fetch);
            }
            return kept;
        } finally {
            spool.remove();
        }
    }

    /**
     * What a fetch would bring, counted.
     *
     * @param declared total that the ERP names, or null
     * @param note what a fetch would note, or null
     */
    public record Counted(int pages, long records, long bytes, Long declared, String note) {}

    /**
     * Asks for every page and second call as a fetch does, and keeps none of them.
     *
     * @throws Failure as a fetch would
     */
    public Counted count(ClientId id, Entity entity, LocalDate date) {
        Client client = clients.get(id);
        EntitySpec spec = spec(client, entity);
        Spool spool = new Spool(spools.newFile(id + "-preview.json"), settings.spool());
        try {
            FileFetch fetch = new FileFetch(
                    client,
                    spec,
                    new RawKey(id, date, entity),
                    spool,
                    settings,
                    Integer.MAX_VALUE,
                    Beginning.first(spec, date));
            if (spec.parents() != null) {
                fetch.ids(parents.of(new RawKey(id, date, entity), spec.parents()));
            }
            stop.begin(fetch);
            try {
                while (fetch.more()) {
                    ask(id, entity, date, fetch);
                }
            } finally {
                stop.end(fetch);
            }
            spool.finish();
            FieldChanges changes = new FieldChanges(fetch.fields(), spool.records(), fetch.isSnapshot(), null);
            return new Counted(
                    fetch.checks().pages(),
                    spool.records(),
                    spool.bytes(),
                    fetch.checks().declaredTotal(),
                    changes.note());
        } finally {
            spool.remove();
        }
    }

    private static EntitySpec spec(Client client, Entity entity) {
        EntitySpec spec = client.entities().get(entity);
        if (spec == null) {
            throw new AbortingFailure(
                    client.id() + " has no entity " + entity,
                    "its entities are " + client.entities().keySet() + "; others are declared in " + client.file());
        }
        return spec;
    }

    private void ask(ClientId id, Entity entity, LocalDate date, FileFetch fetch) {
        routes.connect(List.of(id));
        Exchange answer = camel.request("direct:preview-page", exchange -> {
            exchange.setVariable("runId", RunId.next());
            exchange.setVariable("stage", "fetch");
            exchange.setVariable("client", id);
            exchange.setVariable("subject", entity);
            exchange.setVariable("date", date);
            exchange.setVariable(FetchFile.FETCH, fetch);
        });
        Exception failed = answer.getException() == null && answer.getMessage().getBody() instanceof StepResult
                ? answer.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)
                : answer.getException();
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof Failure failure) {
                throw failure;
            }
        }
        if (failed != null) {
            throw new IllegalStateException(failed);
        }
    }

    /** A record a line, between the lines of the brackets. */
    private static List<String> read(Path file, int records) {
        try (var lines = Files.lines(file, StandardCharsets.UTF_8)) {
            return lines.skip(1)
                    .takeWhile(line -> !line.equals("]"))
                    .limit(records)
                    .map(line -> line.endsWith(",") ? line.substring(0, line.length() - 1) : line)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
