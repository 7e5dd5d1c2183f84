package io.catwing.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** Evaluates jq with the functions that it may call: those that give the same on every machine and day. */
public final class JqFunctions {
    /** They read the clock, the process or the machine, or end it: a rebuild would give something else. */
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

    /** Why an expression failed that went too deep, or filled the heap. */
    static final String TOO_MUCH = "it takes more memory than there is";

    /** Made once, and only where there is jq at all: loading the built-in functions takes longer than all the rest. */
    private static final class Builtins {
        static final Scope SCOPE = scope();
    }

    private JqFunctions() {}

    /**
     * All that the expression gives for a value.
     *
     * @throws JsonQueryException whatever goes wrong with it, memory included: a hostile value fails its own evaluation
     */
    public static List<JsonNode> evaluate(JsonQuery query, JsonNode value) throws JsonQueryException {
        List<JsonNode> results = new ArrayList<>();
        try {
            query.apply(Scope.newChildScope(Builtins.SCOPE), value, results::add);
        } catch (RuntimeException failed) {
            throw new JsonQueryException(String.valueOf(failed.getMessage()), failed);
        } catch (StackOverflowError | OutOfMemoryError tooMuch) {
            // What the value made of it is gone with the evaluation.
            throw new JsonQueryException(TOO_MUCH, tooMuch);
        }
        return results;
    }

    private static Scope scope() {
        Scope scope = Scope.newEmptyScope();
        BuiltinFunctionLoader.getInstance()
                .listFunctions(Versions.JQ_1_6, scope)
                .forEach((key, function) -> {
                    if (!REFUSED.contains(key.replaceFirst("/[0-9]+$", ""))) {
                        scope.addFunction(key, function);
                    }
                });
        return scope;
    }
}
