package io.catwing.service.page;

import io.catwing.client.Clients;
import io.catwing.failure.Cause;
import io.catwing.postgres.SqlFile;
import io.catwing.service.page.DaysHeld.Day;
import io.catwing.service.page.DaysHeld.OfClient;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What ran, what is owed and what failed, in sentences with the next step. */
@Component
@ConditionalOnWebApplication
class Today {
    /** As long as anything is worth a line of its own; the rest is a number. */
    private static final int ROWS = 20;

    private static final int RUNS = 6;
    private static final int DAYS = 14;

    private final CamelContext camel;
    private final Clients clients;
    private final DaysHeld daysHeld;
    private final JdbcClient jdbc;
    private final Clock clock;

    Today(CamelContext camel, Clients clients, DaysHeld daysHeld, JdbcClient jdbc, Clock clock) {
        this.camel = camel;
        this.clients = clients;
        this.daysHeld = daysHeld;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Health checks that are down, then steps of the last days that failed and have not succeeded since. */
    List<Sentence> failed() {
        List<Sentence> sentences = new ArrayList<>();
        HealthCheckHelper.invoke(camel).stream()
                .filter(result -> result.getState() == HealthCheck.State.DOWN)
                .sorted(Comparator.comparing(result -> result.getCheck().getId()))
                .map(result -> Sentence.of(
                        "bad",
                        result.getCheck().getId().replaceFirst("^catwing-", ""),
                        result.getMessage().orElse("is down\nHINT: the log of the service says why")))
                .forEach(sentences::add);
        long[] all = {0};
        List<Failed> steps = jdbc.sql(SqlFile.read("service/list-unmended-failures"))
                .param("since", Timestamp.from(clock.instant().minus(Duration.ofDays(DAYS))))
                .param("rows", ROWS)
                .query((row, number) -> {
                    all[0] = row.getLong("all_rows");
                    return Failed.of(row);
                })
                .list();
        sentences.addAll(failures(steps));
        if (all[0] > steps.size()) {
            sentences.add(Sentence.of(
                    "bad",
                    "more",
                    (all[0] - steps.size()) + " more like these\nHINT: ./catwing status tells all of them"));
        }
        return sentences;
    }

    /** A step that failed. @param first day of those that it failed for; null without days */
    record Failed(String client, String stage, String subject, int days, LocalDate first, String message) {
        private static Failed of(ResultSet row) throws SQLException {
            return new Failed(
                    row.getString("client_id"),
                    row.getString("stage"),
                    row.getString("subject"),
                    row.getInt("days"),
                    row.getObject("first_day", LocalDate.class),
                    row.getString("message"));
        }
    }

    /** One cause is told once, with what it hit. */
    static List<Sentence> failures(List<Failed> steps) {
        Map<List<String>, List<Failed>> causes = steps.stream()
                .collect(Collectors.groupingBy(
                        step -> List.of(step.client(), step.stage(), Cause.of(step.message(), step.subject())),
                        LinkedHashMap::new,
                        Collectors.toList()));
        return causes.values().stream().map(Today::failure).toList();
    }

    private static Sentence failure(List<Failed> same) {
        Failed step = same.get(0);
        int days = same.stream().mapToInt(Failed::days).max().orElse(0);
        LocalDate first = same.stream()
                .map(Failed::first)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
        String when = days == 0 ? "" : days == 1 ? " of " + first : " of " + days + " days since " + first;
        String what = Cause.names(same.stream().map(Failed::subject).toList())
                + (same.size() == 1 ? "" : " (" + same.size() + ", one cause)");
        Sentence sentence = Sentence.of(
                "bad",
                step.stage(),
                step.client() + ", " + what + when + ": " + (step.message() == null ? "failed" : step.message()));
        return first == null ? sentence : sentence.link("/lake/" + step.client() + "/" + first, "Look at the day");
    }

    /** Days of the last two weeks that lack files, one sentence a client, the oldest day first. */
    List<Sentence> owed() {
        LocalDate to = daysHeld.lastDay(clients.all());
        LocalDate from = to.minusDays(DAYS - 1L);
        record Debt(OfClient client, List<Day> days) {}
        List<Debt> debts = daysHeld.of(clients.all(), from, to, false).stream()
                .map(client -> new Debt(
                        client,
                        client.days(from, to).stream()
                                .filter(day -> day.owed() > 0)
                                .toList()))
                .filter(debt -> !debt.days().isEmpty())
                .sorted(Comparator.comparing(debt -> debt.days().get(0).date()))
                .toList();
        List<Sentence> sentences = new ArrayList<>();
        for (Debt debt : debts.subList(0, Math.min(ROWS, debts.size()))) {
            String client = debt.client().client().id().value();
            LocalDate oldest = debt.days().get(0).date();
            LocalDate newest = debt.days().get(debt.days().size() - 1).date();
            int files = debt.days().stream().mapToInt(Day::owed).sum();
            sentences.add(new Sentence(
                            "due",
                            client,
                            count(files, "file") + " of " + count(debt.days().size(), "day") + ", the oldest of "
                                    + oldest,
                            "the timers fetch what is recent by themselves; a backfill fetches any day now")
                    .link("/backfill?client=" + client + "&from=" + oldest + "&to=" + newest, "Backfill"));
        }
        if (debts.size() > ROWS) {
            sentences.add(
                    new Sentence("due", "more", (debts.size() - ROWS) + " more clients", null).link("/lake", "Lake"));
        }
        return sentences;
    }

    /** The newest first. */
    List<Sentence> ran() {
        return jdbc.sql(SqlFile.read("service/list-newest-runs"))
                .param("rows", RUNS)
                .query((row, number) -> run(row))
                .list();
    }

    private Sentence run(ResultSet row) throws SQLException {
        Instant began = row.getTimestamp("started_at").toInstant();
        String counts = count(row.getInt("done"), "step") + " done, " + row.getInt("there") + " already there, "
                + row.getInt("failed") + " failed";
        String command = row.getString("command");
        String name = (command.equals("timer") ? "the timer's run" : command) + " (" + row.getString("run_id") + ")";
        if (row.getTimestamp("ended_at") == null) {
            return new Sentence("due", "running", name + " began " + ago(began) + ": " + counts, null);
        }
        Instant ended = row.getTimestamp("ended_at").toInstant();
        String text =
                name + " ended " + ago(ended) + " after " + Ages.of(Duration.between(began, ended)) + ": " + counts;
        return switch (row.getString("outcome")) {
            case "DONE" -> new Sentence("good", "done", text, null);
            case "ABORTED" -> Sentence.of("bad", "aborted", text + "; " + row.getString("message"));
            default -> new Sentence("bad", "failed", text, "what failed is told above; what is owed is tried again");
        };
    }

    private String ago(Instant then) {
        return Ages.of(Duration.between(then, clock.instant())) + " ago";
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
