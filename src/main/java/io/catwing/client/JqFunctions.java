package io.catwing.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** Compiles and evaluates jq within limits, with functions whose results are the same on every machine and day. */
public final class JqFunctions {
    private JqFunctions() {}

    /** An evaluation that took more steps, time or memory than its budget. */
    public static final class TooMuch extends JsonQueryException {
        private static final long serialVersionUID = 1L;

        TooMuch(String fact, Throwable cause) {
            super(fact, cause);
        }
    }

    /** @throws JsonQueryException if it is not jq */
    public static JsonQuery compile(String expression) throws JsonQueryException {
        try {
            JsonQuery query = JsonQuery.compile(expression, Versions.JQ_1_6);
            JqGuard.guard(query);
            return query;
        } catch (StackOverflowError deep) {
            throw new JsonQueryException("it is nested too deep");
        }
    }

    /**
     * All results of the expression for a value.
     *
     * @param query compiled here, so that its steps are counted
     * @throws TooMuch if it has no end, or recurses too deeply: a hostile value fails only its own evaluation
     * @throws JsonQueryException for any other error of it
     */
    public static List<JsonNode> evaluate(JsonQuery query, JsonNode value) throws JsonQueryException {
        List<JsonNode> results = new ArrayList<>();
        JqBudget.begin(value);
        try {
            query.apply(Scope.newChildScope(JqBuiltins.SCOPE), value, results::add);
        } catch (JqBudget.Exceeded exceeded) {
            throw new TooMuch(exceeded.getMessage(), exceeded);
        } catch (RuntimeException failed) {
            throw new JsonQueryException(String.valueOf(failed.getMessage()), failed);
        } catch (StackOverflowError | OutOfMemoryError tooMuch) {
            // The evaluation's values can be collected now.
            throw new TooMuch("it takes more memory than there is", tooMuch);
        } finally {
            JqBudget.end();
        }
        return results;
    }
}
