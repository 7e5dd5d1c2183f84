package io.catwing.client;

import java.util.Set;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;

/** The functions that an expression of jq may call: those that give the same on every machine and day. */
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

    private JqFunctions() {}

    /** A scope with all of them, to be the parent of others. */
    public static Scope scope() {
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
