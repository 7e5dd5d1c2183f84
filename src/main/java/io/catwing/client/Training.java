package io.catwing.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a client's models are trained.
 *
 * @param command a program and its arguments, never a shell's line; with {@code {{folder}}}, {@code {{client}}} and {@code
 *     {{run_date}}}, and {@link #CATWING} for the words that start this program
 * @param timeout after which it is ended
 * @param environment names of variables of ours that it gets, besides the few that every program gets
 */
public record Training(List<String> command, Duration timeout, List<String> environment) {
    /** An argument that stands for several. */
    public static final String CATWING = "{{catwing}}";

    private static final Pattern VARIABLE = Pattern.compile("\\{\\{([^{}]*)}}");
    private static final Set<String> NAMES = Set.of("folder", "client", "run_date");

    /** Puts values in place of the variables. */
    public static String fill(String argument, Map<String, String> values) {
        return VARIABLE.matcher(argument).replaceAll(m -> Matcher.quoteReplacement(values.get(m.group(1))));
    }

    /** @return the first variable that there is none of, or null */
    static String unknown(String argument) {
        return VARIABLE.matcher(argument)
                .results()
                .map(m -> m.group(1))
                .filter(name -> !NAMES.contains(name))
                .findFirst()
                .orElse(null);
    }
}
