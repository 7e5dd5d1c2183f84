package io.catwing.client;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catwing.client.yaml.Refusal;
import io.catwing.client.yaml.Scalar;
import io.catwing.client.yaml.Suggestion;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The single values of a client's file: how each is written, and why one is refused. */
final class Scalars {
    private static final Pattern LONE_TILDE = Pattern.compile("~(?![01])");
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("([1-9][0-9]{0,8})([a-zA-Z]+)");
    private static final Map<String, Long> SIZES = Map.of("B", 1L, "KB", 1L << 10, "MB", 1L << 20, "GB", 1L << 30);

    private Scalars() {}

    static final Scalar<String> TEXT = Scalar.of("text", Scalar::anyText, (text, environment) -> {
        if (text.isBlank()) {
            throw new Refusal("is blank", "write text there, or take the line away");
        }
        return text;
    });

    static final Scalar<Boolean> YES_NO = Scalar.plain("true or false", type("boolean"), (text, environment) -> {
        if (!text.equals("true") && !text.equals("false")) {
            throw new Refusal("is not true or false", "write true or false");
        }
        return text.equals("true");
    });

    static final Scalar<ClientId> CLIENT_ID =
            Scalar.of("a client id", pattern("^CW-[0-9]{6}$"), (text, environment) -> {
                if (!text.matches("CW-[0-9]{6}")) {
                    throw new Refusal("is not a client id", "a client id is CW- and six digits, such as CW-000200");
                }
                return new ClientId(text);
            });

    static final Scalar<ZoneId> TIME_ZONE = Scalar.of("a time zone", type("string"), (text, environment) -> {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            String example = "time zones look like Europe/London or UTC";
            throw new Refusal(
                    "is not a time zone",
                    Suggestion.nearest(text, ZoneId.getAvailableZoneIds())
                            .map(near -> "did you mean '" + near + "'? " + example)
                            .orElse(example));
        }
    });

    static final Scalar<Duration> DURATION =
            Scalar.of("a duration", pattern("^[1-9][0-9]{0,8}(ms|s|m|h)$"), (text, environment) -> {
                Matcher parts = NUMBER_AND_UNIT.matcher(text);
                long number = parts.matches() ? Long.parseLong(parts.group(1)) : 0;
                return switch (number == 0 ? "" : parts.group(2)) {
                    case "ms" -> Duration.ofMillis(number);
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> throw new Refusal("is not a duration", "durations look like 500ms, 30s, 20m or 1h");
                };
            });

    static final Scalar<Long> SIZE =
            Scalar.of("a size", pattern("^[1-9][0-9]{0,8}(B|KB|MB|GB)$"), (text, environment) -> {
                Matcher parts = NUMBER_AND_UNIT.matcher(text);
                if (!parts.matches() || !SIZES.containsKey(parts.group(2))) {
                    throw new Refusal("is not a size", "sizes look like 500KB, 64MB or 1GB");
                }
                return Long.parseLong(parts.group(1)) * SIZES.get(parts.group(2));
            });

    static final Scalar<LocalDate> DAY =
            Scalar.of("a date", type("string").andThen(s -> s.put("format", "date")), (text, environment) -> {
                try {
                    return LocalDate.parse(text);
                } catch (DateTimeException e) {
                    throw new Refusal("is not a date", "write it as 2026-02-24");
                }
            });

    static final Scalar<Double> SHARE = decimal("a share", 1, "write a number from 0 to 1, such as 0.05");

    static final Scalar<Double> RATE =
            Scalar.plain("a rate", type("number").andThen(s -> s.put("exclusiveMinimum", 0)), (text, environment) -> {
                double rate = number(text, "write a number such as 20, or 0.5 for one in two seconds");
                if (rate <= 0) {
                    throw new Refusal("is not above 0", "write a number such as 20, or 0.5 for one in two seconds");
                }
                return rate;
            });

    static final Scalar<JsonPointer> POINTER =
            Scalar.of("a JSON Pointer", pattern("^(/([^/~]|~[01])*)*$"), (text, environment) -> pointer(text));

    static final Scalar<String> JQ =
            Scalar.of("a jq expression", type("string"), (text, environment) -> JqCheck.checked(text));

    /** Text with variables; may be empty. */
    static final Scalar<String> TEMPLATE = Scalar.of("text", Scalar::anyText, (text, environment) -> {
        Template.compile(text);
        return text;
    });

    /** Of dates and times, besides patterns. */
    static final List<String> FORMS = List.of("iso", "epoch_seconds", "epoch_millis", "odata");

    static final Scalar<String> DAY_OR_TIME_FORMAT = Scalar.of("a date format", type("string"), (text, environment) -> {
        if (!FORMS.contains(text.replaceFirst("_day$", ""))) {
            try {
                DatePattern.checkReadable(text);
            } catch (Refusal refusal) {
                String others =
                        "; or write " + String.join(", ", FORMS) + ", or one of them with _day, such as iso_day";
                throw new Refusal(refusal.getMessage(), refusal.hint() + others);
            }
        }
        return text;
    });

    static final Scalar<String> DECIMAL_SIGN = oneOf("a decimal sign", ".", ",");

    static Scalar<Integer> whole(int least) {
        return Scalar.plain(
                "a whole number", type("integer").andThen(s -> s.put("minimum", least)), (text, environment) -> {
                    if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) < least) {
                        throw new Refusal("is not a whole number from " + least, "write digits alone, such as 500");
                    }
                    return Integer.parseInt(text);
                });
    }

    static final Scalar<Long> COUNTER =
            Scalar.plain("a whole number", type("integer").andThen(s -> s.put("minimum", 0)), (text, environment) -> {
                if (!text.matches("[0-9]{1,18}")) {
                    throw new Refusal("is not a whole number", "write digits alone, such as 0");
                }
                return Long.parseLong(text);
            });

    /** One of several words. */
    static Scalar<String> oneOf(String what, String... words) {
        Consumer<ObjectNode> schema = s -> List.of(words).forEach(s.putArray("enum")::add);
        return Scalar.of(what, schema, (text, environment) -> {
            if (!List.of(words).contains(text)) {
                throw new Refusal("is not " + what, "write one of " + String.join(" ", words));
            }
            return text;
        });
    }

    static JsonPointer pointer(String text) throws Refusal {
        if (!text.isEmpty() && !text.startsWith("/")) {
            String hint = "pointers begin with a slash: write /" + text.replaceFirst("^\\$?\\.", "");
            throw new Refusal("is not a JSON Pointer (RFC 6901)", hint);
        }
        if (LONE_TILDE.matcher(text).find()) {
            String hint = "in a pointer ~0 stands for ~ and ~1 for / inside a name";
            throw new Refusal("is not a JSON Pointer (RFC 6901): a ~ stands alone", hint);
        }
        return JsonPointer.compile(text);
    }

    private static Scalar<Double> decimal(String what, int most, String hint) {
        Consumer<ObjectNode> schema =
                type("number").andThen(s -> s.put("minimum", 0).put("maximum", most));
        return Scalar.plain(what, schema, (text, environment) -> {
            double value = number(text, hint);
            if (value < 0 || value > most) {
                throw new Refusal("is not between 0 and " + most, hint);
            }
            return value;
        });
    }

    private static double number(String text, String hint) throws Refusal {
        if (!text.matches("-?[0-9]{1,9}(\\.[0-9]{1,9})?")) {
            throw new Refusal("is not a number", hint);
        }
        return new BigDecimal(text).doubleValue();
    }

    static Consumer<ObjectNode> type(String type) {
        return schema -> schema.put("type", type);
    }

    static Consumer<ObjectNode> pattern(String pattern) {
        return type("string").andThen(schema -> schema.put("pattern", pattern));
    }
}
