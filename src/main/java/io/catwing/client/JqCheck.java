package io.catwing.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.catwing.client.yaml.Refusal;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** Compiles jq, and tries it on an empty record: its compiler does not know which functions exist. */
final class JqCheck {
    /** Made once, and only where a file has jq at all: loading the built-in functions takes longer than all the rest. */
    private static final class Builtins {
        static final Scope SCOPE = Scope.newEmptyScope();

        static {
            BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_6, SCOPE);
        }
    }

    private JqCheck() {}

    /** The expression itself. */
    static String checked(String expression) throws Refusal {
        String hint = "it is jq 1.6, such as .name // \"unknown\"; keep it in single quotes";
        if (expression.isBlank()) {
            throw new Refusal("is an empty jq expression", hint);
        }
        JsonQuery query;
        try {
            query = JsonQuery.compile(expression, Versions.JQ_1_6);
        } catch (JsonQueryException e) {
            throw new Refusal("is not jq: " + firstLine(e), hint);
        }
        try {
            query.apply(Scope.newChildScope(Builtins.SCOPE), JsonNodeFactory.instance.objectNode(), ignored -> {});
        } catch (JsonQueryException e) {
            if (firstLine(e).matches("(?i)function .* does not exist.*")) {
                throw new Refusal("is not jq: " + firstLine(e), hint);
            }
        }
        return expression;
    }

    /** The compiler's own words are those of the cause. */
    private static String firstLine(JsonQueryException e) {
        Throwable said = e.getCause() == null ? e : e.getCause();
        return String.valueOf(said.getMessage()).lines().findFirst().orElse("").strip();
    }
}
