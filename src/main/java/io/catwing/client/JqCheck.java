package io.catwing.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.catwing.client.yaml.Refusal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** Compiles jq, and tries it on an empty record: its compiler does not check which functions exist. */
final class JqCheck {
    /** As a call, or in a branch that an empty record does not take; a field of that name has a dot before it. */
    private static final Pattern REFUSED = Pattern.compile("(?<![.\\w\"$])(" + String.join("|", JqBuiltins.REFUSED)
            + ")\\b(?!\\s*:|\")|\\$(ENV|__loc__|__prog_args)\\b");

    private static final Sound SOUND = new Sound();

    private JqCheck() {}

    /** The expression itself. */
    static String checked(String expression) throws Refusal {
        return SOUND.once(expression, JqCheck::check);
    }

    private static void check(String expression) throws Refusal {
        String hint = "it is jq 1.6, such as .name // \"unknown\"; keep it in single quotes";
        if (expression.isBlank()) {
            throw new Refusal("is an empty jq expression", hint);
        }
        Matcher refused = REFUSED.matcher(expression);
        if (refused.find()) {
            throw new Refusal(
                    "reads what is not in the record: " + refused.group(),
                    "a rebuild must give the same on any machine and day: map a field of the record");
        }
        JsonQuery query;
        try {
            query = JqFunctions.compile(expression);
        } catch (JsonQueryException e) {
            throw new Refusal("is not jq: " + firstLine(e), hint);
        }
        try {
            JqFunctions.evaluate(query, JsonNodeFactory.instance.objectNode());
        } catch (JqFunctions.TooMuch e) {
            throw new Refusal(
                    "has no end, even for an empty record: " + e.getMessage(), "give its recursion and loops an end");
        } catch (JsonQueryException e) {
            if (firstLine(e).matches("(?i)function .* does not exist.*")) {
                throw new Refusal("is not jq: " + firstLine(e), hint);
            }
        }
    }

    /** The compiler's own message is that of the cause. */
    private static String firstLine(JsonQueryException e) {
        Throwable said = e.getCause() == null ? e : e.getCause();
        return String.valueOf(said.getMessage()).lines().findFirst().orElse("").strip();
    }
}
