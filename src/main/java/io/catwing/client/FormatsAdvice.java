package io.catwing.client;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a client's file would have to say under {@code formats} so that a refused value can be read. Only proposed to people:
 * nothing is read by it.
 */
public final class FormatsAdvice {
    private static final List<String> DAYS = List.of(
            "dd.MM.yyyy",
            "d.M.yyyy",
            "dd/MM/yyyy",
            "MM/dd/yyyy",
            "d/M/yyyy",
            "M/d/yyyy",
            "dd-MM-yyyy",
            "MM-dd-yyyy",
            "yyyy/MM/dd",
            "yyyy.MM.dd",
            "yyyyMMdd",
            "dd-MMM-yyyy",
            "d-MMM-yyyy",
            "dd-MMM-yy",
            "d MMM yyyy",
            "d MMMM yyyy",
            "MMM d, yyyy",
            "MMMM d, yyyy",
            "MMM d yyyy",
            "dd/MM/yy",
            "MM/dd/yy",
            "dd.MM.yy",
            "yyyy-M-d",
            "yyyy-MM-dd");
    private static final List<String> TIMES = List.of(
            "",
            " HH:mm:ss",
            " HH:mm",
            " hh:mm:ss a",
            " hh:mm a",
            " h:mm:ss a",
            " h:mm a",
            "'T'HH:mm:ss",
            "HHmmss",
            " HH:mm:ss.SSS",
            ", HH:mm",
            ", HH:mm:ss",
            " HH:mm:ss XX",
            // UTC, GMT or Europe/Paris, but none of the short names that mean several zones, as IST does.
            " HH:mm:ss VV");
    private static final List<String> OTHERS =
            List.of("EEE, d MMM yyyy HH:mm:ss z", "EEE MMM d HH:mm:ss z yyyy", "EEE, d MMM yyyy HH:mm:ss XX");

    /** In their order: of several that read a value, the first is proposed first. */
    private static final Map<String, DateTimeFormatter> PATTERNS = patterns();

    /** What ISO reads where a time is declared as nothing else. */
    private static final Pattern ISO = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"
            + "([Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)?)?");

    private static final Pattern NO_DATE = Pattern.compile("[0\\-/. ]*0[0\\-/.]*([T ][0:.Z]*)?");
    private static final Set<String> NOTHING =
            Set.of("-", "--", "n/a", "na", "null", "none", "nil", "unknown", "tbd", "?", "never");

    /** Names that the databases and languages of ERPs give to the value in an object. */
    private static final List<String> MEMBERS = List.of(
            "$date",
            "$numberDecimal",
            "$numberLong",
            "$numberInt",
            "$numberDouble",
            "$oid",
            "decimal",
            "value",
            "amount",
            "iso",
            "date",
            "timestamp",
            "text");

    private FormatsAdvice() {}

    /** A key of formats and a value of it, both as YAML. */
    public record Entry(String key, String value) {}

    private static Map<String, DateTimeFormatter> patterns() {
        Map<String, DateTimeFormatter> all = new LinkedHashMap<>();
        for (String time : TIMES) {
            for (String day : DAYS) {
                if (!time.equals("HHmmss") || day.equals("yyyyMMdd")) {
                    all.put(day + time, DatePattern.reader(day + time));
                }
            }
        }
        OTHERS.forEach(pattern -> all.put(pattern, DatePattern.reader(pattern)));
        return all;
    }

    /**
     * For a value that a column refused.
     *
     * @param text whether it is a JSON string
     * @return alternatives, the likeliest first, each with the entries that it needs; empty if nothing helps
     */
    public static List<List<Entry>> of(Table.Type type, boolean text, String value) {
        String bare = value.strip();
        if (text && NOTHING.contains(bare.toLowerCase(Locale.ROOT))) {
            return List.of(List.of(new Entry("empty", quoted(value))));
        }
        return switch (type) {
            case DATE, TIMESTAMP -> ofTime(bare);
            case NUMERIC -> text ? NumberAdvice.of(bare) : List.of();
            case BOOLEAN -> List.of();
            case TEXT, JSON -> List.of();
        };
    }

    /** For an object in the place of a value. @param members its names */
    public static List<List<Entry>> ofObject(List<String> members) {
        if (members.containsAll(List.of("year", "month", "day"))) {
            String parts = List.of("year", "month", "day", "hour", "minute", "second", "microsecond").stream()
                    .takeWhile(members::contains)
                    .map(part -> part + ": " + part)
                    .collect(Collectors.joining(", ", "{", "}"));
            return List.of(List.of(new Entry("objects", parts)));
        }
        return MEMBERS.stream()
                .filter(members::contains)
                .map(member -> List.of(new Entry("objects", member)))
                .limit(1)
                .toList();
    }

    private static List<List<Entry>> ofTime(String value) {
        List<List<Entry>> alternatives = new ArrayList<>();
        if (NO_DATE.matcher(value).matches()) {
            String day = value.split("[T ]", 2)[0];
            return List.of(List.of(new Entry("empty_dates", day.matches("0+") ? quoted(day) : day)));
        }
        if (value.matches("-?[0-9]{9,10}(\\.[0-9]+)?")) {
            alternatives.add(List.of(new Entry("time", "epoch_seconds")));
        } else if (value.matches("[0-9]{12,13}")) {
            alternatives.add(List.of(new Entry("time", "epoch_millis")));
        } else if (value.matches("/Date\\(-?[0-9]{1,17}([+-][0-9]{1,4})?\\)/")) {
            alternatives.add(List.of(new Entry("time", "odata")));
        } else if (ISO.matcher(value).matches()) {
            int year = Integer.parseInt(value.substring(0, 4));
            boolean edge = year == 1 || year == 9999;
            // 1970-01-01 begins in 1969 in zones east of UTC.
            boolean outside = year <= Limits.EARLIEST_EVENT.getYear() || year >= Limits.LATEST_EVENT.getYear();
            boolean first = value.startsWith("-01-01", 4) || value.startsWith("-12-3", 4);
            if (edge || first && outside) {
                alternatives.add(
                        List.of(new Entry("empty_dates", edge ? Integer.toString(year) : value.substring(0, 10))));
                return alternatives;
            }
        }
        PATTERNS.forEach((pattern, reader) -> {
            LocalDate day = day(reader, value);
            boolean again = alternatives.stream().anyMatch(a -> a.get(0).value().equals(quotedPattern(loose(pattern))));
            if (day != null && !again && !pattern.startsWith("yyyy-MM-dd") && day.getYear() > 1900) {
                alternatives.add(List.of(new Entry("time", quotedPattern(pattern))));
            }
        });
        return alternatives;
    }

    /** dd/MM for d/M, which reads whatever dd/MM reads. */
    private static String loose(String pattern) {
        return pattern.replaceAll("\\bd\\b", "dd").replaceAll("\\bM\\b", "MM");
    }

    private static LocalDate day(DateTimeFormatter reader, String value) {
        try {
            TemporalAccessor read = reader.parse(value);
            return read.query(TemporalQueries.localDate());
        } catch (DateTimeException another) {
            return null;
        }
    }

    static String quotedPattern(String pattern) {
        return pattern.matches("[A-Za-z0-9./-]+") ? pattern : quoted(pattern);
    }

    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** As the end of a sentence: what to declare, and what else it could be. Empty if nothing helps. */
    public static String sentence(List<List<Entry>> alternatives, Expression declared, Table.Type type) {
        return alternatives.isEmpty()
                ? ""
                : alternatives.stream()
                        .limit(3)
                        .map(entries -> entries.stream()
                                .map(entry -> entry.key() + ": " + withDeclared(entry, declared, type))
                                .collect(Collectors.joining(", ", "{", "}")))
                        .collect(Collectors.joining(" or ", "; declare formats: ", ""));
    }

    /** What is declared stays: a list goes on. */
    private static String withDeclared(Entry entry, Expression declared, Table.Type type) {
        boolean day = type.isTime();
        if (entry.key().equals("time") && day) {
            List<String> all = new ArrayList<>();
            all.add(declared.format() == null ? "iso" : quotedPattern(declared.format()));
            declared.notation().laterFormats().forEach(format -> all.add(quotedPattern(format)));
            all.add(entry.value());
            return "[" + String.join(", ", all) + "]";
        }
        return isList(entry.key()) ? "[" + entry.value() + "]" : entry.value();
    }

    static boolean isList(String key) {
        return !Set.of("decimal", "thousands", "zone", "utc_midnight").contains(key);
    }
}
