package io.catwing.client;

import io.catwing.client.yaml.Refusal;
import io.catwing.client.yaml.Suggestion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A text of a signed request, with variables such as {@code {{method}}}; each stands there as it is. */
public final class SignedText {
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{([^{}]*)}}");

    /** What a variable stands for. */
    public enum Part {
        /** GET or POST. */
        METHOD,
        /** With its port, where the address has one. */
        HOST,
        /** Encoded, as sent. */
        PATH,
        /** Encoded, as sent, without the question mark. */
        QUERY,
        /** The same, its parameters in the order of their names. */
        SORTED_QUERY,
        BODY,
        /** In hex. */
        BODY_SHA256,
        BODY_SHA256_BASE64,
        /** The moment of this attempt. */
        TIMESTAMP,
        /** 32 random characters of hex, others in each attempt. */
        NONCE,
        /** Of {@code over}. */
        SIGNATURE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A literal, or a variable. */
    private record Piece(String literal, Part part) {}

    private final String text;
    private final List<Piece> pieces;

    private SignedText(String text, List<Piece> pieces) {
        this.text = text;
        this.pieces = pieces;
    }

    static SignedText compile(String text, Set<Part> known) throws Refusal {
        List<Piece> pieces = new ArrayList<>();
        Matcher variables = VARIABLE.matcher(text);
        int end = 0;
        while (variables.find()) {
            pieces.add(new Piece(literal(text.substring(end, variables.start())), null));
            String name = variables.group(1).strip();
            pieces.add(new Piece(
                    null,
                    known.stream()
                            .filter(part -> part.word().equals(name))
                            .findFirst()
                            .orElseThrow(() -> unknown(name, known))));
            end = variables.end();
        }
        pieces.add(new Piece(literal(text.substring(end)), null));
        return new SignedText(text, pieces);
    }

    private static String literal(String literal) throws Refusal {
        if (literal.contains("{{")) {
            throw new Refusal("has '{{' that is no variable", "write {{name}}");
        }
        return literal;
    }

    private static Refusal unknown(String name, Set<Part> known) {
        List<String> words = known.stream().map(Part::word).toList();
        return new Refusal("has an unknown variable {{" + name + "}}", Suggestion.hint(name, "variables there", words));
    }

    public String render(Map<Part, String> values) {
        return pieces.stream()
                .map(piece -> piece.part() == null ? piece.literal() : values.get(piece.part()))
                .collect(Collectors.joining());
    }

    public Set<Part> parts() {
        Set<Part> parts = EnumSet.noneOf(Part.class);
        pieces.stream().map(Piece::part).filter(part -> part != null).forEach(parts::add);
        return parts;
    }

    static Set<Part> without(Part... parts) {
        Set<Part> all = EnumSet.allOf(Part.class);
        Arrays.asList(parts).forEach(all::remove);
        return all;
    }

    @Override
    public String toString() {
        return text;
    }
}
