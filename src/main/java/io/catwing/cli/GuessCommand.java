package io.catwing.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.catwing.app.Pipeline;
import io.catwing.client.AskedErps;
import io.catwing.client.Client;
import io.catwing.client.ClientFiles;
import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.client.guess.AnswerGuess;
import io.catwing.client.guess.ClientDraft;
import io.catwing.client.guess.MappingGuess;
import io.catwing.client.yaml.Problem;
import io.catwing.clientdata.Workbooks;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.JsonFault;
import io.catwing.fetch.KeptAnswer;
import io.catwing.fetch.Preview;
import io.catwing.load.mapping.MappingPreview;
import io.catwing.postgres.derive.SqlFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code catwing guess}: proposes an entity of a client's file from a live answer, and stores nothing. */
@Command(
        name = "guess",
        description =
                "Proposes mapping, paging and formats of an entity from a live answer, to be edited. Stores nothing.",
        mixinStandardHelpOptions = true)
final class GuessCommand implements Callable<Integer> {
    private static final int RECORDS = 200;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    @Parameters(paramLabel = "CLIENT", description = "Such as CW-000200. Its file says at least where its ERP is.")
    private String client;

    @Parameters(paramLabel = "ENTITY", description = "Such as products.")
    private String entity;

    @Option(names = "--path", paramLabel = "PATH", description = "Of the request. Default: as the file says.")
    private String path;

    @Option(names = "--query", paramLabel = "NAME=VALUE", description = "A parameter of the request; a template.")
    private Map<String, String> query = new LinkedHashMap<>();

    @Option(names = "--date", paramLabel = "YYYY-MM-DD", description = "Business date. Default: yesterday.")
    private LocalDate date;

    @Option(names = "--whole", description = "Prints a whole client file with this entity alone.")
    private boolean whole;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ClientId id = new ClientId(client);
        Entity which = Entity.parse(entity);
        Path clients = Path.of(System.getenv().getOrDefault("CATWING_CLIENTS", "clients"));
        Path file = clients.resolve(id + ".yaml");
        if (!Files.isRegularFile(file)) {
            throw new AbortingFailure(
                    "there is no file " + file, "write one with client:, name: and erp: (url: and auth:)");
        }
        ClientDraft draft = new ClientDraft(Files.readString(file), which, path, query);
        Path folder = Files.createTempDirectory("catwing-guess");
        Path made = folder.resolve(id + ".yaml");
        try {
            Files.writeString(made, draft.asking());
            return propose(id, which, draft, ask(id, which, clients, made), made);
        } finally {
            Files.deleteIfExists(made);
            Files.deleteIfExists(folder);
        }
    }

    private KeptAnswer ask(ClientId id, Entity which, Path clients, Path draft) {
        read(draft);
        // What lies beside the draft is anybody's who may write to the folder of temporary files.
        Map<String, String> settings = Map.of(
                AskedErps.PROPERTY,
                id.value(),
                "catwing.clients",
                draft.getParent().toString(),
                "catwing.sql",
                SqlFolder.beside(clients, System.getenv("CATWING_SQL")).toString(),
                "catwing.workbooks",
                Workbooks.beside(clients, System.getenv("CATWING_WORKBOOKS")).toString());
        try (Pipeline pipeline = Start.pipeline(settings)) {
            LocalDate day =
                    Objects.requireNonNullElseGet(date, () -> LocalDate.now().minusDays(1));
            return pipeline.bean(Preview.class).answer(id, which, day);
        }
    }

    private int propose(ClientId id, Entity which, ClientDraft draft, KeptAnswer kept, Path made) throws IOException {
        AnswerGuess answer = new AnswerGuess(json(kept), draft.recordsAt(), kept.links());
        if (answer.recordsAt() == null || answer.records(1).isEmpty()) {
            throw new AbortingFailure(
                    "the answer holds no array of objects" + (answer.recordsAt() == null ? "" : ", or an empty one"),
                    "ask for a --date that has records, or correct --path and --query");
        }
        List<JsonNode> records = answer.records(RECORDS);
        MappingGuess mapping = new MappingGuess(which, records);
        Files.writeString(made, draft.with(draft.entity(answer, mapping, List.of())));
        Client guessed = read(made);
        List<String> formats = MappingPreview.of(
                        guessed,
                        guessed.entities().get(which),
                        records.stream().map(JsonNode::toString).toList())
                .formats();
        List<String> yaml = draft.entity(answer, mapping, formats);
        Files.writeString(made, draft.with(yaml));
        read(made);
        PrintWriter out = spec.commandLine().getOut();
        String note = "# Proposed from " + records.size() + " records. Look at each line; ./catwing check --live " + id
                + " " + which + " says what fits.";
        if (whole) {
            out.print(note + "\n" + Files.readString(made));
        } else {
            out.println("  " + note);
            yaml.forEach(out::println);
        }
        out.flush();
        return 0;
    }

    private static JsonNode json(KeptAnswer kept) {
        try {
            return JSON.readTree(kept.body());
        } catch (JsonProcessingException e) {
            throw new AbortingFailure(
                    "the answer is no JSON: " + JsonFault.of(e),
                    "guess reads JSON alone; write the entity yourself",
                    e);
        } catch (IOException e) {
            throw new AbortingFailure("the answer is no JSON", "guess reads JSON alone; write the entity yourself", e);
        }
    }

    private static Client read(Path file) {
        ClientFiles.Result result = ClientFiles.read(file.getParent(), System::getenv);
        List<Problem> problems = result.problems();
        if (!problems.isEmpty()) {
            throw new AbortingFailure(
                    "what the file says of the ERP cannot be used: "
                            + problems.get(0).reason(),
                    problems.get(0).hint());
        }
        return result.clients().get(0);
    }
}
