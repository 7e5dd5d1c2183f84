package io.catwing.client;

import io.catwing.client.yaml.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** What {@code catwing check} says of the client files, without network or database. */
public final class ClientCheck {

    /**
     * @param ok no file is wrong; missing secrets are told, but are not wrong
     * @param lines to print, in order
     */
    public record Report(boolean ok, List<String> lines) {}

    private ClientCheck() {}

    /** @param environment gives the value of an environment variable, or null */
    public static Report check(Path folder, UnaryOperator<String> environment) {
        ClientFiles.Result result = ClientFiles.read(folder, environment);
        List<String> lines = new ArrayList<>();
        result.clients().forEach(client -> describe(client, lines));
        for (Problem problem : result.problems()) {
            lines.addAll(problem.toString().lines().toList());
        }
        int problems = result.problems().size();
        long wrong = result.problems().stream().map(Problem::file).distinct().count();
        int sound = result.clients().size();
        String end = (sound == 1 ? "1 client file is" : sound + " client files are") + " sound";
        if (problems > 0) {
            end += ", " + wrong + (wrong == 1 ? " is not: " : " are not: ") + problems
                    + (problems == 1 ? " problem" : " problems");
        }
        lines.add(end);
        return new Report(problems == 0, List.copyOf(lines));
    }

    private static void describe(Client client, List<String> lines) {
        Erp erp = client.erp();
        lines.add("ok " + client.id() + " " + client.name() + ": " + erp.url() + ", auth "
                + word(erp.auth().getClass()) + ", " + client.timeZone());
        Map<String, List<String>> byWay = new TreeMap<>();
        for (EntitySpec spec : client.entities().values()) {
            String window = spec.snapshot() ? "snapshot" : "delta of " + days(spec.windowDays());
            String way = window + ", paging " + word(spec.paging().getClass());
            byWay.computeIfAbsent(way, w -> new ArrayList<>()).add(spec.entity().toString());
        }
        byWay.forEach((way, entities) -> lines.add("   " + way + ": " + String.join(", ", entities)));
        lines.addAll(PagingNotes.of(client));
        List<Secret> secrets = MissingSecrets.secrets(erp.auth());
        String missing = MissingSecrets.of(client);
        if (!missing.isEmpty()) {
            lines.add("   note: no value for " + missing + "; set before the next fetch");
        } else if (!secrets.isEmpty()) {
            lines.add("   secrets: all " + secrets.size() + " set");
        }
    }

    private static String days(int days) {
        return days == 1 ? "1 day" : days + " days";
    }

    /** {@code NextLink} is next_link, as it is written in the file. */
    private static String word(Class<?> kind) {
        if (kind == Auth.OAuth2.class) {
            return "oauth2";
        }
        return kind.getSimpleName().replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
