package io.catwing.postgres.derive;

import io.catwing.client.yaml.Problem;
import io.catwing.client.yaml.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Sorts the steps of a stage: each after those that it reads, and otherwise by name. A step that fills no table
 * runs only if another one needs it.
 */
final class StepOrder {
    /** What a row of a day may depend on besides statistics of days: tables whose changes mark the day. */
    private static final Set<String> MARK_THEIR_DAY = Set.of(
            "sales_order",
            "sales_order_line",
            "store_order",
            "store_order_line",
            "transfer_order",
            "transfer_order_line",
            "inventory");

    private static final Pattern READ = Pattern.compile("(?i)\\b(general|stats)\"?\\.\"?([a-z_][a-z0-9_]*)");
    private static final Pattern ANOTHER_EACH_TIME = Pattern.compile(
            "(?i)\\b(now|random|random_normal|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday|gen_random_uuid)\\s*\\("
                    + "|\\bage\\s*\\([^,()]*(\\([^()]*\\)[^,()]*)*\\)"
                    + "|\\b(current_(date|time|timestamp|user|role)|session_user)\\b|\\blocaltime(stamp)?\\b|\\bops\\.");

    /** The same in a literal, where it is one of a day or time. */
    private static final Pattern NOW =
            Pattern.compile("(?i)\\b(date|timestamp|timestamptz)\\s*'\\s*(now|today|tomorrow|yesterday)\\s*'"
                    + "|'\\s*(now|today|tomorrow|yesterday)\\s*'\\s*(::|\\bas\\b)\\s*(date|timestamp|timestamptz)\\b");

    private final Map<String, SqlStep> steps = new TreeMap<>();
    private final Map<String, SqlStep> tables = new TreeMap<>();
    private final List<Problem> problems;
    private final Map<String, SqlStep> ordered = new LinkedHashMap<>();
    private final Set<String> under = new LinkedHashSet<>();

    private StepOrder(Collection<SqlStep> all, List<Problem> problems) {
        this.problems = problems;
        for (SqlStep step : all) {
            SqlStep other = steps.putIfAbsent(step.name(), step);
            if (other != null) {
                problem(
                        step,
                        1,
                        "there is a " + step.name() + " already, of catwing's own",
                        "give the file, and its table, another name");
            } else if (step.table() != null) {
                tables.put(step.table(), step);
            }
        }
    }

    /** @param problems receives what is wrong; the order is then useless */
    static List<SqlStep> of(Collection<SqlStep> all, List<Problem> problems) {
        StepOrder order = new StepOrder(all, problems);
        order.tables.values().forEach(order::add);
        if (problems.isEmpty()) {
            order.tables.values().forEach(order::checkReads);
        }
        return List.copyOf(order.ordered.values());
    }

    private void add(SqlStep step) {
        if (ordered.containsKey(step.name())) {
            return;
        }
        if (!under.add(step.name())) {
            List<String> cycle = new ArrayList<>(under);
            cycle = cycle.subList(cycle.indexOf(step.name()), cycle.size());
            problem(
                    step,
                    step.line("^-- after:"),
                    "comes after itself: " + String.join(" after ", cycle) + " after " + step.name(),
                    "take one of them out of its line -- after:");
            return;
        }
        for (String name : step.after()) {
            SqlStep before = steps.get(name);
            if (before == null) {
                problem(
                        step,
                        step.line("^-- after:"),
                        "comes after '" + name + "', which is no step of this stage",
                        Suggestion.hint(name, "tables here", names()));
            } else {
                add(before);
            }
        }
        under.remove(step.name());
        ordered.put(step.name(), step);
    }

    private List<String> names() {
        return tables.values().stream().map(SqlStep::name).toList();
    }

    /** Whether it depends only on what it may read, so that a recomputed part is the same as in a full run. */
    private void checkReads(SqlStep step) {
        Set<String> before = new LinkedHashSet<>();
        before(step, before);
        boolean ofDays = step.isQuery() && SqlStep.DAYS.equals(step.scope());
        // Those of the product write statements in literals.
        String text = step.own() ? step.bare() : step.sql();
        for (MatchResult read : READ.matcher(text).results().toList()) {
            String schema = read.group(1).toLowerCase(Locale.ROOT);
            String name = read.group(2).toLowerCase(Locale.ROOT);
            String table = schema + "." + name;
            SqlStep other = tables.get(table);
            boolean itself = step == other && !step.isQuery();
            int line = step.own() ? step.lineAt(read.start()) : 1;
            if (other != null && !itself && !before.contains(other.name())) {
                problem(
                        step,
                        line,
                        "reads " + table + ", which its line -- after: does not name",
                        step == other ? "a table cannot follow from itself" : "add " + other.name() + " to that line");
            } else if (other == null && step.own() && schema.equals("stats")) {
                problem(
                        step,
                        line,
                        "reads " + table + ", which there is not",
                        Suggestion.hint(name, "tables of stats", names()));
            } else if (ofDays && !staysInItsDay(other, schema, name)) {
                problem(
                        step,
                        line,
                        "reads " + table + ", whose changes do not tell which days they are about",
                        "write -- scope: client in place of -- scope: days");
            }
        }
        if (step.own()) {
            Stream.of(
                            ANOTHER_EACH_TIME.matcher(text).results(),
                            NOW.matcher(step.text()).results().filter(found -> !isComment(found, text)))
                    .flatMap(found -> found)
                    .min(Comparator.comparing(MatchResult::start))
                    .ifPresent(
                            found -> problem(
                                    step,
                                    step.lineAt(found.start()),
                                    "reads '" + found.group() + "', which a rebuilt database has otherwise",
                                    "let it follow from general and stats alone; the newest day with data is in stats.newest_day"));
        }
    }

    private static boolean isComment(MatchResult found, String bare) {
        return bare.substring(found.start(), found.end()).isBlank();
    }

    private static boolean staysInItsDay(SqlStep other, String schema, String name) {
        return other != null
                ? SqlStep.DAYS.equals(other.scope())
                : schema.equals("general") && MARK_THEIR_DAY.contains(name);
    }

    private void before(SqlStep step, Set<String> before) {
        for (String name : step.after()) {
            if (before.add(name)) {
                before(steps.get(name), before);
            }
        }
    }

    private void problem(SqlStep step, int line, String reason, String hint) {
        problems.add(new Problem(step.file(), line, 1, reason, hint));
    }
}
