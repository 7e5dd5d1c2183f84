package io.catwing.client;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values for templates. Never printed: those of a login are secret. */
public final class Variables {
    /** What is a text even if it looks like a number. */
    private record Text(String text) {}

    private final ZoneId zone;
    private final Map<Variable, Object> values;

    private Variables(ZoneId zone, Map<Variable, Object> values) {
        this.zone = zone;
        this.values = values;
    }

    /** None yet. @param zone of the client: where a day begins */
    public static Variables in(ZoneId zone) {
        return new Variables(zone, new EnumMap<>(Variable.class));
    }

    public static Variables of(Client client) {
        return in(client.timeZone());
    }

    /** These and one more. */
    public Variables with(Variable variable, LocalDate day) {
        return plus(variable, day);
    }

    /** These and one more. @param instant of {@code {{from}}} or {@code {{to}}}, where it is no day's beginning */
    public Variables with(Variable variable, Instant instant) {
        return plus(variable, instant);
    }

    /** These and one more; null or empty counts as no value. */
    public Variables with(Variable variable, String text) {
        return plus(variable, text == null || text.isEmpty() ? null : text);
    }

    /** These and one more, which stays a text in JSON even if it looks like a number; null or empty counts as no value. */
    public Variables withText(Variable variable, String text) {
        return plus(variable, text == null || text.isEmpty() ? null : new Text(text));
    }

    /** These and one more. */
    public Variables with(Variable variable, long number) {
        return plus(variable, Long.toString(number));
    }

    /** These and a list. */
    public Variables with(Variable variable, List<String> texts) {
        if (variable != Variable.IDS) {
            throw new IllegalArgumentException(variable + " is no list");
        }
        return plus(variable, List.copyOf(texts));
    }

    /** What a detail may name: {@code {{id}}} is then the parent's. */
    public Variables inside() {
        Map<Variable, Object> inner = new EnumMap<>(values);
        inner.put(Variable.PARENT, values.get(Variable.ID));
        inner.remove(Variable.ID);
        return new Variables(zone, inner);
    }

    private Variables plus(Variable variable, Object value) {
        boolean day = value instanceof LocalDate || value instanceof Instant && variable != Variable.DATE;
        if (variable.isDay() != day && value != null) {
            throw new IllegalArgumentException(variable + " is " + (variable.isDay() ? "a day" : "no day"));
        }
        Map<Variable, Object> more = new EnumMap<>(values);
        more.put(variable, value);
        return new Variables(zone, more);
    }

    /** As text, formatted if it is a day. */
    Optional<String> text(Variable variable, DayFormat format) {
        Object value = values.get(variable);
        if (value instanceof LocalDate day) {
            return Optional.of(format.format(day.atStartOfDay(zone)));
        } else if (value instanceof Instant instant) {
            return Optional.of(format.format(instant.atZone(zone)));
        }
        return Optional.ofNullable(value instanceof Text text ? text.text() : (String) value);
    }

    /** Whether it is a text even if it looks like a number. */
    boolean isText(Variable variable) {
        return values.get(variable) instanceof Text;
    }

    /** The values of a list; of any other variable it is one, or none. */
    List<String> texts(Variable variable) {
        return values.get(variable) instanceof List<?> list
                ? list.stream().map(String.class::cast).toList()
                : text(variable, DayFormat.ISO).stream().toList();
    }

    @Override
    public String toString() {
        return values.keySet().toString();
    }
}
