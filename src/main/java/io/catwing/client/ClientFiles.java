package io.catwing.client;

import io.catwing.client.yaml.Problem;
import io.catwing.client.yaml.Reading;
import io.catwing.client.yaml.YamlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Reads the folder of client files. Needs no network, no database and no Spring. */
public final class ClientFiles {

    /**
     * @param clients those whose files are valid, by id
     * @param problems of all files, by file and line
     */
    public record Result(List<Client> clients, List<Problem> problems) {}

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
        List<Path> files = List.of();
        try (Stream<Path> entries = Files.list(folder)) {
            files = entries.filter(ClientFiles::isVisible).sorted().toList();
        } catch (IOException e) {
            problems.add(new Problem(
                    folder,
                    0,
                    0,
                    "the folder of client files cannot be read: " + e.getClass().getSimpleName(),
                    "make it, or let CATWING_CLIENTS name another"));
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            Reading reading = new Reading(file, new VariableScope(name.replaceFirst("\\.ya?ml$", ""), environment));
            if (name.endsWith(".yml")) {
                String to = name.replaceFirst("yml$", "yaml");
                problems.add(new Problem(file, 0, 0, "a client file ends in .yaml", "rename it to " + to));
            } else if (name.endsWith(".yaml") && !isWithin(folder, file)) {
                problems.add(new Problem(
                        file,
                        0,
                        0,
                        "the file is a symbolic link that leads out of the folder of client files, or nowhere",
                        "put the file itself into the folder, or let CATWING_CLIENTS name the folder where it is"));
            } else if (name.endsWith(".yaml")) {
                read(file, reading).ifPresent(clients::add);
                problems.addAll(reading.problems());
            }
        }
        return new Result(List.copyOf(clients), List.copyOf(problems));
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

    private static Optional<Client> read(Path file, Reading reading) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            reading.refuse("the file cannot be read: " + e.getClass().getSimpleName(), "look at its owner and rights");
            return Optional.empty();
        }
        return YamlText.parse(bytes, reading)
                .flatMap(node -> ClientForm.CLIENT_FILE.read(node, reading))
                .flatMap(client -> client)
                .filter(client -> reading.problems().isEmpty());
    }
}
