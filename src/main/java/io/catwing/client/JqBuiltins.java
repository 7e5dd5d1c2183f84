package io.catwing.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.JsonQueryFunction;
import net.thisptr.jackson.jq.internal.misc.OnigUtils;
import net.thisptr.jackson.jq.path.Path;
import org.joni.Matcher;
import org.joni.Option;

/**
 * The functions of jq: without those whose result differs on another machine or day, and with their steps counted. Those
 * written in jq are counted like other expressions; those in Java that take long in one step are counted in advance.
 */
final class JqBuiltins {
    /** They read the clock, the process or the machine, or end it: a rebuild would give another result. */
    static final Set<String> REFUSED = Set.of(
            "now",
            "localtime",
            "strflocaltime",
            "input",
            "inputs",
            "input_filename",
            "input_line_number",
            "env",
            "debug",
            "stderr",
            "halt",
            "halt_error",
            "get_search_list",
            "debug_scope",
            "_debug_scope");

    /** Their first argument determines how long they take. */
    private static final Set<String> MEASURED =
            Set.of("contains", "indices", "index", "rindex", "split", "join", "setpath", "delpaths");

    /** A sane expression takes microseconds; one that backtracks may take for ever. */
    private static final long MATCH_NANOSECONDS = 2_000_000_000;

    /** Created once, and only if there is any jq: loading the functions takes longer than everything else. */
    static final Scope SCOPE = scope();

    private JqBuiltins() {}

    private static Scope scope() {
        Scope scope = Scope.newEmptyScope();
        BuiltinFunctionLoader.getInstance()
                .listFunctions(Versions.JQ_1_6, scope)
                .forEach((key, function) -> {
                    String name = key.replaceFirst("/[0-9]+$", "");
                    if (REFUSED.contains(name)) {
                        return;
                    }
                    if (function instanceof JsonQueryFunction) {
                        JqGuard.guard(function);
                        scope.addFunction(key, function);
                    } else {
                        scope.addFunction(key, counted(name, function));
                    }
                });
        return scope;
    }

    private static Function counted(String name, Function function) {
        return (scope, arguments, in, path, output, version) -> {
            PathOutput counted = (value, at) -> {
                JqBudget.made(value);
                output.emit(value, at);
            };
            if (name.equals("_match_impl") || name.equals("_sub_impl")) {
                match(name, function, scope, arguments, in, counted, version);
                return;
            }
            List<Expression> measured = arguments;
            if (MEASURED.contains(name)) {
                measured = new ArrayList<>(arguments);
                measured.set(0, new Measured(name, arguments.get(0)));
            }
            function.apply(scope, measured, in, path, counted, version);
        };
    }

    /** A first argument, measured against the input before the function sees it. */
    private record Measured(String name, Expression argument) implements Expression {
        @Override
        public void apply(Scope scope, JsonNode in, Path path, PathOutput output, boolean requirePath)
                throws JsonQueryException {
            argument.apply(
                    scope,
                    in,
                    path,
                    (value, at) -> {
                        measure(in, value);
                        output.emit(value, at);
                    },
                    requirePath);
        }

        private void measure(JsonNode in, JsonNode value) {
            switch (name) {
                case "join" -> JqBudget.text((double) in.size() * value.asText().length());
                case "setpath" -> JqBudget.copy(JqGuard.copied(in, value));
                case "delpaths" -> value.forEach(path -> JqBudget.copy(JqGuard.copied(in, path)));
                default -> JqBudget.pairs(JqBudget.size(in), JqBudget.size(value));
            }
        }
    }

    /** Regular expressions cannot be interrupted inside the library, so this one is tried before. */
    private static void match(
            String name,
            Function function,
            Scope scope,
            List<Expression> arguments,
            JsonNode in,
            PathOutput output,
            Version version)
            throws JsonQueryException {
        boolean match = name.equals("_match_impl");
        Expression flags = arguments.get(match ? 1 : 2);
        arguments
                .get(0)
                .apply(
                        scope,
                        in,
                        regex -> flags.apply(scope, in, with -> {
                            if (in.isTextual() && regex.isTextual() && (with.isTextual() || with.isNull())) {
                                attempt(
                                        in.textValue(),
                                        new OnigUtils.Pattern(regex.textValue(), with.textValue()),
                                        match);
                            }
                            Expression same = constant(regex);
                            function.apply(
                                    scope,
                                    match
                                            ? List.of(same, constant(with), arguments.get(2))
                                            : List.of(same, arguments.get(1), constant(with)),
                                    in,
                                    null,
                                    output,
                                    version);
                        }));
    }

    private static Expression constant(JsonNode value) {
        return (scope, in, path, output, requirePath) -> output.emit(value, null);
    }

    private static void attempt(String text, OnigUtils.Pattern pattern, boolean match) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Matcher matcher = pattern.regex.matcher(bytes);
        matcher.setTimeout(Math.max(1, Math.min(MATCH_NANOSECONDS, JqBudget.time())));
        int at = 0;
        do {
            JqBudget.pairs(1, bytes.length - at);
            int found = matcher.search(at, bytes.length, Option.NONE);
            if (found == Matcher.INTERRUPTED) {
                throw new JqBudget.Exceeded(
                        "its regular expression takes more than %d seconds", MATCH_NANOSECONDS / 1_000_000_000);
            } else if (found < 0) {
                return;
            } else if (matcher.getEnd() > at) {
                at = matcher.getEnd();
            } else if (match) {
                at++;
            } else if (pattern.global && at < bytes.length) {
                // The library would try it at this position for ever.
                throw new JqBudget.Exceeded("its regular expression matches nothing again and again");
            }
        } while (pattern.global && at < bytes.length);
    }
}
