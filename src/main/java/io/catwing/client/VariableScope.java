package io.catwing.client;

import io.catwing.client.yaml.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Which parts of the process's environment and of the mounted secrets one client's file may name. The author of a client's
 * file is not trusted with what belongs to the program, to its host or to other clients: only the operator, who sets the
 * environment, can extend this.
 */
final class VariableScope implements UnaryOperator<String> {

    /** Names, or prefixes with a star, that every client's file may use besides its own. */
    static final String ALLOWED = "CATWING_CLIENT_VARIABLES";

    /** The folder of mounted secrets. */
    static final String SECRETS = "CATWING_SECRETS";

    private static final String SECRETS_DEFAULT = "/run/secrets";

    private final String client;
    private final String prefix;
    private final UnaryOperator<String> environment;

    /** @param client the name of its file, such as CW-000200 */
    VariableScope(String client, UnaryOperator<String> environment) {
        this.client = client;
        this.prefix = client.replace('-', '_') + "_";
        this.environment = environment;
    }

    static VariableScope of(UnaryOperator<String> environment) {
        return environment instanceof VariableScope scope ? scope : new VariableScope("CW-", environment);
    }

    @Override
    public String apply(String name) {
        return environment.apply(name);
    }

    /** The name, if the file may use it. */
    String checked(String name) throws Refusal {
        if (name.startsWith(prefix) || name.startsWith("CATWING_CLIENT_" + prefix)) {
            return name;
        }
        boolean ours = name.startsWith("CATWING_");
        if (ours) {
            throw new Refusal("names " + name + ", which is CatWing's own", "give the client a variable of its own");
        }
        boolean ofAClient = name.matches("CW_[0-9]{6}_.*");
        if (ofAClient && !client.matches("CW-[0-9]{6}")) {
            // The file is refused because of its own name, which is all that needs to be reported.
            return name;
        }
        if (ofAClient || !isAllowed(name)) {
            throw new Refusal(
                    "names " + name + ", which is not a variable of " + client,
                    "its variables begin with " + prefix + "; whoever runs the program may allow others by " + ALLOWED);
        }
        return name;
    }

    private boolean isAllowed(String name) {
        String list = environment.apply(ALLOWED);
        boolean ofTheHost = name.startsWith("AWS_");
        return list != null
                && Arrays.stream(list.split("[,\\s]+"))
                        .anyMatch(entry -> entry.equals(name)
                                || entry.endsWith("*")
                                        && !ofTheHost
                                        && name.startsWith(entry.substring(0, entry.length() - 1)));
    }

    /** Whether the path, as written, is below the client's part of the mounted secrets. */
    boolean mayName(Path path) {
        return isOwn(folder(), path.normalize());
    }

    /** The same for the path's target, with every symbolic link followed. */
    boolean mayRead(Path path) throws IOException {
        return isOwn(folder().toRealPath(), path.toRealPath());
    }

    /** The folder of secrets, for messages. */
    Path folder() {
        String folder = environment.apply(SECRETS);
        return Path.of(folder == null || folder.isBlank() ? SECRETS_DEFAULT : folder)
                .toAbsolutePath()
                .normalize();
    }

    String client() {
        return client;
    }

    /** Below a folder named after the client, or a file whose name begins with the client's id. */
    private boolean isOwn(Path folder, Path path) {
        if (!path.startsWith(folder) || path.equals(folder)) {
            return false;
        }
        Path below = folder.relativize(path);
        for (int i = 0; i < below.getNameCount() - 1; i++) {
            if (plain(below.getName(i)).equals(plain(Path.of(client)))) {
                return true;
            }
        }
        return plain(below.getFileName()).matches(plain(Path.of(client)) + "([_.].*)?");
    }

    private static String plain(Path name) {
        return name.toString().toLowerCase(Locale.ROOT).replace('-', '_');
    }
}
