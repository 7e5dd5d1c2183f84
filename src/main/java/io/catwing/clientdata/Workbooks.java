package io.catwing.clientdata;

import io.catwing.client.OwnFolder;
import io.catwing.client.yaml.Key;
import io.catwing.client.yaml.ListForm;
import io.catwing.client.yaml.ObjectForm;
import io.catwing.client.yaml.Problem;
import io.catwing.client.yaml.Reading;
import io.catwing.client.yaml.Refusal;
import io.catwing.client.yaml.Scalar;
import io.catwing.client.yaml.YamlText;
import io.catwing.failure.AbortingFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * The workbooks with the user's own names for their columns, from {@code <workbook>.yaml} in the folder {@code workbooks}
 * beside the client files. One folder for all clients, since a workbook is checked before its client is known.
 */
@Component
public final class Workbooks extends OwnFolder {
    private final List<WorkbookKind> kinds = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    /**
     * Reads {@code catwing.workbooks}, by default the folder {@code workbooks} beside {@code catwing.clients}.
     *
     * @throws AbortingFailure with every problem of every file
     */
    @Autowired
    public Workbooks(Environment environment) {
        this(beside(
                Path.of(environment.getProperty("catwing.clients", "./clients")),
                environment.getProperty("catwing.workbooks")));
        sound();
    }

    /** From that folder, which may be missing, with its problems. */
    public Workbooks(Path folder) {
        super(folder);
        Map<String, WorkbookKind> known = new TreeMap<>();
        WorkbookKind.values().forEach(kind -> known.put(kind.stem() + ".yaml", kind));
        for (Path file : files(folder)) {
            if (!known.containsKey(file.getFileName().toString())) {
                problems.add(new Problem(
                        file, 0, 0, "is named like no workbook", "names are " + String.join(", ", known.keySet())));
            }
        }
        for (WorkbookKind kind : WorkbookKind.values()) {
            Path file = folder.resolve(kind.stem() + ".yaml");
            kinds.add(Files.isRegularFile(file) ? kind.with(read(file, kind)) : kind);
        }
    }

    /** @param named by the configuration, or null */
    public static Path beside(Path clients, String named) {
        return named != null && !named.isBlank() ? Path.of(named) : clients.resolveSibling("workbooks");
    }

    /** @throws AbortingFailure if there are problems */
    public Workbooks sound() {
        if (!problems.isEmpty()) {
            throw new AbortingFailure(
                    (problems.size() == 1 ? "1 problem" : problems.size() + " problems")
                            + " in the names of workbooks' columns:\n"
                            + problems.stream().map(Problem::toString).collect(Collectors.joining("\n")),
                    "correct them and run ./catwing check");
        }
        return this;
    }

    /** By file; empty if there are none. */
    public List<Problem> problems() {
        return problems;
    }

    /** The three. */
    public List<WorkbookKind> kinds() {
        return kinds;
    }

    /** With the user's names. */
    public WorkbookKind of(WorkbookKind kind) {
        return kinds.get(WorkbookKind.values().indexOf(kind));
    }

    private Map<String, List<String>> read(Path file, WorkbookKind kind) {
        Map<String, String> meanings = new HashMap<>();
        kind.fields().forEach(field -> field.names().forEach(name -> meanings.put(name, field.name())));
        List<Key<List<String>>> columns = kind.fields().stream()
                .map(field -> Key.optional(
                        field.name(), new ListForm<>(name(kind, field, meanings)), "Other headers that mean it."))
                .toList();
        Reading reading = new Reading(file, variable -> null);
        Optional<Map<String, List<String>>> also = Optional.empty();
        try {
            also = YamlText.parse(Files.readAllBytes(file), reading).flatMap(node -> ObjectForm.object(
                            kind.stem(),
                            "Other headers of columns.",
                            values -> {
                                Map<String, List<String>> all = new TreeMap<>();
                                columns.forEach(column ->
                                        values.find(column).ifPresent(names -> all.put(column.name(), names)));
                                return all;
                            },
                            List.<Key<?>>copyOf(columns))
                    .keysAre("column")
                    .read(node, reading));
        } catch (IOException unreadable) {
            reading.refuse("the file cannot be read: " + unreadable.getClass().getSimpleName(), "look at its rights");
        }
        problems.addAll(reading.problems());
        return also.orElse(Map.of());
    }

    /** @param meanings columns by the letters of their names; an accepted name is added */
    private static Scalar<String> name(WorkbookKind kind, Field field, Map<String, String> meanings) {
        return Scalar.of("the header of a column", Scalar::anyText, (text, environment) -> {
            String letters = Field.letters(text);
            if (letters.isEmpty()) {
                throw new Refusal("has no letter and no digit", "write what stands in the header");
            }
            String meaning = meanings.putIfAbsent(letters, field.name());
            if (meaning != null && !meaning.equals(field.name())) {
                throw new Refusal(
                        "means the column " + meaning + " of " + kind.fileName() + " already",
                        "a header means one column; give this one another name in the workbook");
            }
            return text;
        });
    }
}
