package io.catwing.client;

import io.catwing.client.yaml.Refusal;
import io.catwing.client.yaml.Suggestion;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.QuarantinedFailure;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with variables, such as {@code /orders/{{id}}/lines} or {@code {{from|yyyy-MM-dd'T'00:00:00'Z'}}}. Compiled
 * once; each value is encoded for the {@link Place} it goes to.
 */
public final class Template {
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{([^{}|]*)(?:\\|([^}]*))?}}");
    /** A day's beginning, to try formats with. */
    private static final ZonedDateTime HERE = ZonedDateTime.of(2026, 2, 24, 0, 0, 0, 0, ZoneOffset.UTC);
    /** More than all templates of some hundred client files. */
    private static final int CACHED = 20_000;

    /** By text. Files that are edited bring new ones as long as the process lives; external texts never come here. */
    private static final Map<String, Template> COMPILED = new ConcurrentHashMap<>();

    /** In the place of a pattern: what looks like a number is not to become one in JSON. */
    private static final String AS_TEXT = "text";

    /** A literal if the variable is null. */
    private record Part(
            String literal, Variable variable, DayFormat format, String separator, boolean text, boolean quoted) {}

    private final String text;
    private final List<Part> parts;

    private Template(String text, List<Part> parts) {
        this.text = text;
        this.parts = parts;
    }

    /** @throws AbortingFailure if the text is not a template; the client files hold only valid ones */
    public static Template of(String text) {
        if (COMPILED.size() >= CACHED) {
            COMPILED.clear();
        }
        return COMPILED.computeIfAbsent(text, t -> {
            try {
                return compile(t);
            } catch (Refusal refusal) {
                throw new AbortingFailure("template '" + t + "' " + refusal.getMessage(), refusal.hint(), refusal);
            }
        });
    }

    /** Renders a template of a client's file; see {@link #render(Variables, Place)}. */
    public static Optional<String> render(String template, Variables variables, Place place) {
        return of(template).render(variables, place);
    }

    static Template compile(String text) throws Refusal {
        List<Part> parts = new ArrayList<>();
        Matcher matcher = VARIABLE.matcher(text);
        int end = 0;
        boolean quoted = false;
        while (matcher.find()) {
            String literal = literal(text.substring(end, matcher.start()));
            quoted = quotedAfter(literal, quoted);
            parts.add(new Part(literal, null, null, null, false, quoted));
            Variable variable = variable(matcher.group(1).strip());
            boolean list = variable == Variable.IDS;
            boolean asText = AS_TEXT.equals(matcher.group(2)) && variable.isFromAnswers();
            DayFormat format = list || asText ? DayFormat.ISO : format(variable, matcher.group(2));
            String separator = list && !asText ? matcher.group(2) : null;
            parts.add(new Part(null, variable, format, separator, asText, quoted));
            end = matcher.end();
        }
        parts.add(new Part(literal(text.substring(end)), null, null, null, false, quoted));
        return new Template(
                text, parts.stream().filter(p -> !"".equals(p.literal())).toList());
    }

    private static String literal(String literal) throws Refusal {
        if (literal.contains("{{")) {
            String hint = "write {{name}} or {{name|pattern}}; two braces that are text need a blank between them";
            throw new Refusal("has '{{' that is no variable", hint);
        }
        return literal;
    }

    private static Variable variable(String name) throws Refusal {
        List<String> known =
                Arrays.stream(Variable.values()).map(Variable::toString).toList();
        return Variable.find(name)
                .orElseThrow(() -> new Refusal(
                        "has an unknown variable {{" + name + "}}", Suggestion.hint(name, "variables", known)));
    }

    private static DayFormat format(Variable variable, String format) throws Refusal {
        if (format == null) {
            return DayFormat.ISO;
        }
        if (!variable.isDay()) {
            throw new Refusal(
                    "has a pattern on {{" + variable + "}}",
                    "only date, from and to take one, ids what stands between them, and id, ids, parent, cursor, key and token"
                            + " the word text");
        }
        try {
            return DayFormat.parse(format);
        } catch (Refusal refusal) {
            throw new Refusal("has a pattern '" + format + "' that " + refusal.getMessage(), refusal.hint());
        }
    }

    /** Whether the text after a literal is inside the quotes of a JSON string. */
    private static boolean quotedAfter(String literal, boolean before) {
        boolean quoted = before;
        for (int i = 0; i < literal.length(); i++) {
            if (literal.charAt(i) == '\\' && quoted) {
                i++;
            } else if (literal.charAt(i) == '"') {
                quoted = !quoted;
            }
        }
        return quoted;
    }

    /**
     * @return empty if the template is exactly one variable without a value: a query parameter or header is
     *     then omitted
     * @throws QuarantinedFailure if a value is not allowed in the place
     */
    public Optional<String> render(Variables variables, Place place) {
        StringBuilder out = new StringBuilder();
        for (Part part : parts) {
            if (part.variable() == null) {
                out.append(part.literal());
                continue;
            }
            if (part.variable() == Variable.IDS) {
                out.append(place.encode(variables.texts(Variable.IDS), part.separator(), part.quoted(), part.text()));
                continue;
            }
            Optional<String> value = variables.text(part.variable(), part.format());
            if (value.isEmpty() && parts.size() == 1) {
                return Optional.empty();
            }
            if (value.isEmpty() && place == Place.JSON_BODY && !part.quoted()) {
                out.append("null");
                continue;
            }
            boolean text = part.text() || variables.isText(part.variable());
            out.append(place.encode(part.variable(), value.orElse(""), part.quoted(), text));
        }
        return Optional.of(place == Place.PATH ? checkedPath(out.toString()) : out.toString());
    }

    /** A dot stays a dot however it is encoded, so a segment of dots would climb: {@code /orders/../lines}. */
    private String checkedPath(String path) {
        for (String segment : path.split("/", -1)) {
            if (segment.equals(".") || segment.equals("..")) {
                throw new QuarantinedFailure(
                        "path " + text + " with the value '" + segment + "' would lead elsewhere",
                        "look at the record that the value came from");
            }
        }
        return path;
    }

    /** Whether it is nothing but one variable, and so left out where that has no value. */
    boolean isOneVariable() {
        return parts.size() == 1 && parts.get(0).variable() != null;
    }

    /** Whether a text of it lacks something where the variable has no value. @param json a body of JSON */
    boolean hasHole(Variable variable, boolean json) {
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).variable() == variable && !isOneVariable() && !(json && isJsonValue(i))) {
                return true;
            }
        }
        return false;
    }

    /** Whether nothing but quotes is around a part, if at all. */
    private boolean isJsonValue(int part) {
        if (!parts.get(part).quoted()) {
            return true;
        }
        String before = part > 0 ? parts.get(part - 1).literal() : null;
        String after = part + 1 < parts.size() ? parts.get(part + 1).literal() : null;
        return before != null
                && before.endsWith("\"")
                && !before.endsWith("\\\"")
                && after != null
                && after.startsWith("\"");
    }

    /** Whether it writes two times of one day alike. */
    boolean writesOnlyDaysOf(Set<Variable> variables) {
        return parts.stream()
                .filter(part -> part.variable() != null && variables.contains(part.variable()))
                .anyMatch(
                        part -> part.format().format(HERE).equals(part.format().format(HERE.plusSeconds(36_061))));
    }

    /** Whether it writes a day or time as the clock of a zone shows it, and not of which. */
    boolean writesLocalTimeOf(Set<Variable> variables) {
        return parts.stream().anyMatch(part -> isLocalTime(part, variables));
    }

    /** Whether it writes a day or time as the clock of a zone shows it, and Z behind it. */
    boolean saysUtcOfLocalTime(Set<Variable> variables) {
        for (int i = 0; i < parts.size(); i++) {
            String next = i + 1 < parts.size() ? parts.get(i + 1).literal() : null;
            if (isLocalTime(parts.get(i), variables)
                    && (parts.get(i).format().format(HERE).endsWith("Z")
                            || next != null && next.matches("(?s)[T0-9:.]*Z.*"))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLocalTime(Part part, Set<Variable> variables) {
        return part.variable() != null
                && variables.contains(part.variable())
                && part.format()
                        .format(HERE)
                        .equals(part.format().format(HERE.withZoneSameLocal(ZoneOffset.ofHours(9))));
    }

    /** The variables that it names. */
    public Set<Variable> variables() {
        Set<Variable> variables = EnumSet.noneOf(Variable.class);
        parts.stream().map(Part::variable).filter(v -> v != null).forEach(variables::add);
        return variables;
    }

    @Override
    public String toString() {
        return text;
    }
}
