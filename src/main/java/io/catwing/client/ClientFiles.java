package io.catwing.client;

import io.catwing.client.yaml.Problem;
import io.catwing.client.yaml.Reading;
import io.catwing.client.yaml.YamlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Reads the folder of client files. Needs no network, no database and no Spring. */
public final class ClientFiles {

    /**
     * @param clients those whose files are valid, by id
     * @param problems of all files, by file and line
     * @param versions of the contents, by file
     */
    public record Result(List<Client> clients, List<Problem> problems, Map<Path, String> versions) {}

    private static final String LEADS_OUT =
            "the file is a symbolic link that leads out of the folder of client files, or nowhere";

    private ClientFiles() {}

    /**
     * Reads every {@code *.yaml} of the folder; other files, and hidden ones, are ignored. A symbolic link is
     * followed within the folder, as Kubernetes mounts files, and refused if it leads out of it: otherwise somebody
     * else's file would be read with the program's rights, and shown in error messages.
     *
     * @param environment returns the value of an environment variable, or null; asked again when a secret is revealed
     */
    public static Result read(Path folder, UnaryOperator<String> environment) {
        List<Client> clients = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        Map<Path, String> versions = new HashMap<>();
        try {
            for (Path file : list(folder)) {
                Content content = content(folder, file);
                versions.put(file, content.version());
                One one = read(folder, file, content, environment);
                one.client().ifPresent(clients::add);
                problems.addAll(one.problems());
            }
        } catch (IOException e) {
            problems.add(unreadable(folder, e));
        }
        return new Result(List.copyOf(clients), List.copyOf(problems), Map.copyOf(versions));
    }

    /**
     * What one file says.
     *
     * @param client empty if there is a problem, or if it is no client file
     */
    public record One(Optional<Client> client, List<Problem> problems) {}

    /**
     * The bytes of a file, or why it has none.
     *
     * @param bytes null if it cannot be read
     * @param problem null if it can
     */
    public record Content(byte[] bytes, String problem) {

        /** Equal for equal content. */
        public String version() {
            return bytes == null ? String.valueOf(problem) : MappingVersion.sha256(bytes);
        }
    }

    /** The files of the folder that {@link #read} looks at, by name. */
    public static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(ClientFiles::isVisible).sorted().toList();
        }
    }

    /** Reads a file of the folder, if it is to be read. */
    public static Content content(Path folder, Path file) {
        if (!file.toString().endsWith(".yaml")) {
            return new Content(null, null);
        }
        if (!isWithin(folder, file)) {
            return new Content(null, LEADS_OUT);
        }
        try {
            return new Content(Files.readAllBytes(file), null);
        } catch (IOException e) {
            return new Content(null, "the file cannot be read: " + e.getClass().getSimpleName());
        }
    }

    /** What is wrong with a folder that cannot be listed. */
    public static Problem unreadable(Path folder, IOException e) {
        return new Problem(
                folder,
                0,
                0,
                "the folder of client files cannot be read: " + e.getClass().getSimpleName(),
                "make it, or let CATWING_CLIENTS name another");
    }

    /** Reads what a file says. @param environment as for the whole folder */
    public static One read(Path folder, Path file, Content content, UnaryOperator<String> environment) {
        String name = file.getFileName().toString();
        Reading reading = new Reading(file, new VariableScope(name.replaceFirst("\\.ya?ml$", ""), environment));
        if (name.endsWith(".yml")) {
            reading.refuse("a client file ends in .yaml", "rename it to " + name.replaceFirst("yml$", "yaml"));
        } else if (content.problem() != null) {
            reading.refuse(
                    content.problem(),
                    content.problem().equals(LEADS_OUT)
                            ? "put the file itself into the folder, or let CATWING_CLIENTS name the folder where it is"
                            : "look at its owner and rights");
        }
        Optional<Client> client = content.bytes() == null
                ? Optional.empty()
                : YamlText.parse(content.bytes(), reading)
                        .flatMap(node -> ClientForm.CLIENT_FILE.read(node, reading))
                        .flatMap(declared -> declared)
                        .filter(declared -> reading.problems().isEmpty());
        return new One(client, List.copyOf(reading.problems()));
    }

    /** Whether a file of the folder is read, or refused by its ending. */
    static boolean isRead(Path file) {
        String name = file.getFileName().toString();
        return isVisible(file) && (name.endsWith(".yaml") || name.endsWith(".yml"));
    }

    private static boolean isVisible(Path file) {
        boolean leadsNowhere = Files.isSymbolicLink(file) && !Files.exists(file);
        return !file.getFileName().toString().startsWith(".") && (Files.isRegularFile(file) || leadsNowhere);
    }

    private static boolean isWithin(Path folder, Path file) {
        try {
            return !Files.isSymbolicLink(file) || file.toRealPath().startsWith(folder.toRealPath());
        } catch (IOException leadsNowhere) {
            return false;
        }
    }
}
