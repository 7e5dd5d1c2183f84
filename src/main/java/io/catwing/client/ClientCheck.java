package io.catwing.client;

import io.catwing.client.yaml.KeyLines;
import io.catwing.client.yaml.Problem;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What {@code catwing check} reports of the client files, without network or database. */
public final class ClientCheck {

    /**
     * @param ok no file is wrong; missing secrets are reported, but are not errors
     * @param lines to print, in order
     */
    public record Report(boolean ok, List<String> lines) {}

    private ClientCheck() {}

    /** As {@link #check(Path, UnaryOperator, Predicate)}, if the routes are not known. */
    public static Report check(Path folder, UnaryOperator<String> environment) {
        return check(folder, environment, endpoint -> true);
    }

    /**
     * @param environment returns the value of an environment variable, or null
     * @param consumed whether one of the user's own routes consumes an endpoint, such as {@code direct:sftp-drop}
     */
    public static Report check(Path folder, UnaryOperator<String> environment, Predicate<String> consumed) {
        ClientFiles.Result result = ClientFiles.read(folder, environment);
        List<Problem> all = new ArrayList<>(result.problems());
        result.clients().forEach(client -> all.addAll(missingSources(client, consumed)));
        Set<Path> files = all.stream().map(Problem::file).collect(Collectors.toSet());
        List<Client> good = result.clients().stream()
                .filter(client -> !files.contains(client.file()))
                .toList();
        List<String> lines = new ArrayList<>();
        good.forEach(client -> describe(client, lines));
        all.forEach(problem -> lines.addAll(problem.toString().lines().toList()));
        UnreadFiles.notes(folder).forEach(note -> lines.add("note: " + note));
        int problems = all.size();
        int wrong = files.size();
        int sound = good.size();
        String end = (sound == 1 ? "1 client file is" : sound + " client files are") + " sound";
        if (problems > 0) {
            end += ", " + wrong + (wrong == 1 ? " is not: " : " are not: ") + problems
                    + (problems == 1 ? " problem" : " problems");
        }
        lines.add(end);
        return new Report(problems == 0, List.copyOf(lines));
    }

    private static List<Problem> missingSources(Client client, Predicate<String> consumed) {
        return client.entities().values().stream()
                .filter(spec ->
                        spec.source() != null && !consumed.test(spec.source().endpoint()))
                .map(spec -> {
                    String key = "entities." + spec.entity() + ".source";
                    return new Problem(
                            client.file(),
                            KeyLines.of(client.file()).getOrDefault(key, 0),
                            1,
                            key + " '" + spec.source().endpoint() + "' is consumed by no route",
                            "put a route that is from it into the folder of CATWING_ROUTES, or correct the name");
                })
                .toList();
    }

    private static void describe(Client client, List<String> lines) {
        Erp erp = client.erp();
        String server = erp.url() == null
                ? ""
                : erp.url() + ", auth " + word(erp.auth()) + ", "
                        + (erp.tls() != null && erp.tls().certificate() != null ? "with a certificate, " : "")
                        + (erp.sign() != null ? "signed, " : "");
        lines.add("ok " + client.id() + " " + client.name() + ": " + server + client.timeZone());
        Map<String, List<String>> byWay = new TreeMap<>();
        for (EntitySpec spec : client.entities().values()) {
            String window = spec.snapshot() ? "snapshot" : spec.delta().described();
            String way = window + ", "
                    + (spec.source() == null
                            ? "paging " + word(spec.paging().getClass())
                            : spec.source().format().word() + " from "
                                    + spec.source().endpoint())
                    + (spec.auth() == null ? "" : ", auth " + word(spec.auth()));
            byWay.computeIfAbsent(way, w -> new ArrayList<>()).add(spec.entity().toString());
        }
        byWay.forEach((way, entities) -> lines.add("   " + way + ": " + String.join(", ", entities)));
        lines.addAll(PagingNotes.of(client));
        lines.addAll(futureDays(client));
        List<Secret> secrets = MissingSecrets.secrets(client);
        String missing = MissingSecrets.of(client);
        if (!missing.isEmpty()) {
            lines.add("   note: no value for " + missing + "; set before the next fetch");
        } else if (!secrets.isEmpty()) {
            lines.add("   secrets: " + secrets.size() + ", set");
        }
        secrets.stream()
                .filter(MissingSecrets::isPadded)
                .map(secret -> "   note: the value of " + secret.reference() + " begins or ends with a blank")
                .forEach(lines::add);
    }

    /** Most likely mistyped: until then all looks well. */
    private static List<String> futureDays(Client client) {
        LocalDate today = LocalDate.now(client.timeZone());
        List<String> notes = new ArrayList<>();
        if (client.start() != null && client.start().isAfter(today)) {
            notes.add("   note: start is " + client.start() + ": nothing is due before");
        }
        for (EntitySpec spec : client.entities().values()) {
            if (spec.delta() != null
                    && spec.delta().feed() instanceof Delta.Newest newest
                    && newest.first() != null
                    && newest.first().isAfter(today)) {
                notes.add("   note: " + spec.entity() + ": delta.first is " + newest.first()
                        + ": nothing older is asked for");
            }
        }
        return notes;
    }

    /** {@code NextLink} becomes next_link, as in the file. */
    private static String word(Auth auth) {
        if (auth.bare() instanceof Auth.OAuth2 oauth2) {
            return oauth2.grant() == Auth.Grant.CLIENT_CREDENTIALS
                    ? "oauth2"
                    : "oauth2 by " + oauth2.grant().word();
        }
        // Several keys alone.
        Class<?> kind = auth.bare() instanceof Auth.None && auth instanceof Auth.AndMore
                ? Auth.ApiKey.class
                : auth.bare().getClass();
        return word(kind);
    }

    private static String word(Class<?> kind) {
        return kind.getSimpleName().replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
