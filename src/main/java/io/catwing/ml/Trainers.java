package io.catwing.ml;

import io.catwing.failure.AbortingFailure;
import io.catwing.failure.QuarantinedFailure;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The operator's trainers by name, from {@code CATWING_ML_TRAINERS}: {@code name=program argument ...; name2=...}. Arguments
 * end at blanks, trainers at semicolons; quotes of either kind protect both, and nothing else is special: there is no shell.
 */
@Component
public final class Trainers {
    static final String LIST = "CATWING_ML_TRAINERS";
    static final String ENVIRONMENT = "CATWING_ML_TRAINER_ENVIRONMENT";
    /** The trainer that is part of this program. */
    static final String BUILT_IN = "demo";
    /** An argument that is replaced by the command that starts this program. */
    static final String CATWING = "{{catwing}}";

    private static final Pattern TOKEN = Pattern.compile("\\G\\s*(;|(?:[^\\s;\"']|\"[^\"]*\"|'[^']*')+)");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"|'([^']*)'");
    private static final Pattern FIRST = Pattern.compile("([A-Za-z][A-Za-z0-9_-]{0,62})=(.+)", Pattern.DOTALL);
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{([^{}]*)}}");
    private static final List<String> VARIABLES = List.of("folder", "client", "run_date");
    private static final String EXAMPLE = "write " + LIST
            + " as name=program arguments; name2=..., with quotes around what holds blanks or semicolons";

    private final Map<String, List<String>> commands = new TreeMap<>();
    private final Map<String, String> environment = new LinkedHashMap<>();

    /** @throws AbortingFailure if a setting cannot be parsed */
    @Autowired
    public Trainers(MlSettings settings) {
        this(settings, System::getenv);
    }

    Trainers(MlSettings settings, UnaryOperator<String> ours) {
        commands.put(BUILT_IN, List.of(CATWING, "demo-trainer", "{{folder}}", "{{client}}", "{{run_date}}"));
        read(settings.trainers());
        for (String name : settings.trainerEnvironment()) {
            if (!name.matches("(?!CATWING_|AWS_|PG)[A-Za-z_][A-Za-z0-9_]*")) {
                throw new AbortingFailure(
                        ENVIRONMENT + " has '" + name + "', which no trainer may have",
                        "list names alone, with commas between; those that begin with CATWING_, AWS_ or PG may hold"
                                + " credentials");
            }
            String value = ours.apply(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
    }

    private void read(String text) {
        List<String> words = new ArrayList<>();
        Matcher token = TOKEN.matcher(text);
        int end = 0;
        while (token.find()) {
            end = token.end();
            if (token.group(1).equals(";")) {
                add(words);
                words.clear();
            } else {
                words.add(token.group(1));
            }
        }
        String rest = text.substring(end).stripLeading();
        if (!rest.isEmpty()) {
            throw wrong("has a quote without an end at character " + (text.length() - rest.length() + 1));
        }
        add(words);
    }

    private void add(List<String> words) {
        if (words.isEmpty()) {
            return;
        }
        Matcher first = FIRST.matcher(words.get(0));
        if (!first.matches()) {
            throw wrong("has an entry that does not begin with a name, = and a program");
        }
        String name = first.group(1);
        List<String> command = Stream.concat(
                        Stream.of(first.group(2)), words.stream().skip(1))
                .map(word -> QUOTED.matcher(word)
                        .replaceAll(m -> Matcher.quoteReplacement(m.group(1) == null ? m.group(2) : m.group(1))))
                .toList();
        for (String word : command) {
            VARIABLE.matcher(word).results().map(m -> m.group(1)).forEach(variable -> {
                if (!VARIABLES.contains(variable) && !word.equals(CATWING)) {
                    throw wrong("has the variable {{" + variable + "}} for '" + name
                            + "'; there are {{folder}}, {{client}},"
                            + " {{run_date}} and, as an argument of its own, {{catwing}}");
                }
            });
        }
        if (commands.putIfAbsent(name, command) != null) {
            throw wrong("names '" + name + "', which is " + (name.equals(BUILT_IN) ? "built in" : "named before"));
        }
    }

    private static AbortingFailure wrong(String what) {
        return new AbortingFailure(LIST + " " + what, EXAMPLE);
    }

    /** @throws QuarantinedFailure if the operator has none of that name */
    void require(String name) {
        if (!commands.containsKey(name)) {
            throw new QuarantinedFailure(
                    "there is no trainer '" + name + "'",
                    "whoever runs the program names it in " + LIST + ", such as " + name
                            + "=python3 /opt/models/train.py {{folder}}; trainers here are "
                            + commands.keySet().stream().limit(10).collect(Collectors.joining(", ")));
        }
    }

    /** Program and arguments, with the variables filled in. */
    List<String> words(String name, Map<String, String> values) {
        require(name);
        List<String> words = new ArrayList<>();
        for (String argument : commands.get(name)) {
            if (argument.equals(CATWING)) {
                words.addAll(ourselves());
            } else {
                words.add(VARIABLE.matcher(argument).replaceAll(m -> Matcher.quoteReplacement(values.get(m.group(1)))));
            }
        }
        return words;
    }

    /** Variables that the operator passes on. */
    Map<String, String> environment() {
        return environment;
    }

    /** How this program was started, from any working folder. */
    private static List<String> ourselves() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(part -> Path.of(part).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        List<String> program = classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator)
                ? List.of("-jar", classPath)
                : List.of("-cp", classPath, "io.catwing.Application");
        return Stream.concat(Stream.of(java, "-XX:+UseSerialGC", "-Xmx256m"), program.stream())
                .toList();
    }
}
