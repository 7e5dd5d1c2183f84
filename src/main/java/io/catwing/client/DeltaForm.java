package io.catwing.client;

import static io.catwing.client.yaml.Key.optional;
import static io.catwing.client.yaml.Key.required;
import static io.catwing.client.yaml.ObjectForm.object;

import com.fasterxml.jackson.core.JsonPointer;
import io.catwing.client.yaml.Key;
import io.catwing.client.yaml.ListForm;
import io.catwing.client.yaml.ObjectForm;
import io.catwing.client.yaml.Refusal;
import io.catwing.client.yaml.Rule;
import io.catwing.client.yaml.Scalar;
import io.catwing.client.yaml.Values;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** {@code delta:} what the file of a day brings, if not everything. */
final class DeltaForm {
    private static final Key<Integer> DAYS = optional(
            "days", Scalars.whole(1), "1", "Days of the window, the business date the last: more than 1 overlaps.");
    private static final Key<Duration> OVERLAP = optional(
            "overlap",
            Scalars.DURATION,
            "How much earlier {{from}} begins. Default: nothing for days, 10m for newest.");
    private static final Key<JsonPointer> LINK = optional(
            "link",
            Scalars.POINTER,
            "Pointer into the last page to the address that the next file is asked from, such as /@odata.deltaLink.");
    private static final Key<JsonPointer> TOKEN = optional(
            "token", Scalars.POINTER, "Pointer into the last page to the text that the next file sends as {{token}}.");
    private static final Key<JsonPointer> NEWEST = optional(
            "newest",
            Scalars.POINTER,
            "Pointer into a record to the time of its last change: {{from}} is the greatest that came.");
    private static final Key<String> FORMAT =
            optional("format", Scalars.DAY_OR_TIME_FORMAT, "Format of the time at newest. Default: formats.time.");
    private static final Key<LocalDate> FIRST = optional(
            "first", Scalars.DAY, "{{from}} of the first file. Without it that file is asked for without one.");
    private static final Scalar<Integer> STATUS = Scalar.of(
            "a status",
            schema -> schema.put("type", "integer").put("minimum", 400).put("maximum", 499),
            (text, environment) -> {
                if (!text.matches("4[0-9][0-9]")
                        || List.of("401", "403", "408", "425", "429").contains(text)) {
                    throw new Refusal("is no status of a forgotten link", "write one such as 410 or 404");
                }
                return Integer.valueOf(text);
            });
    private static final Key<List<Integer>> FORGOTTEN = optional(
            "forgotten",
            new ListForm<>(STATUS),
            "Statuses that mean that the link or token is no longer known: everything is asked for anew. Default: 410.");
    private static final Key<Integer> CAP = optional(
            "cap",
            Scalars.whole(2),
            "Records that the ERP answers with at most: a window that brings as many is asked for in halves.");
    private static final Key<List<DeclaredError>> TOO_LARGE = optional(
            "too_large",
            DeclaredErrorForm.list("too_large", DeclaredErrorForm.error()),
            "Errors that refuse a window as too large, such as 413 or {status: 400, when: jq}: it is asked for in halves.");

    private static final Scalar<Optional<DayOfWeek>> EVERY_WHEN = Scalars.oneOf(
                    "a time", "month", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
            .map(word -> word.equals("month")
                    ? Optional.empty()
                    : Optional.of(DayOfWeek.valueOf(word.toUpperCase(Locale.ROOT))));
    private static final Key<Optional<DayOfWeek>> EVERY = required(
            "every", EVERY_WHEN, "The day of the week whose file is a snapshot; month: the first of each month.");
    private static final Key<RequestDraft> REQUEST = optional(
            "request",
            RequestForm.REQUEST,
            "What is asked for the snapshot. Default: the entity's request, without where a feed goes on.");

    /** A snapshot whose request has not been checked yet. @param request may be null */
    record Whole(Optional<DayOfWeek> every, RequestDraft request) {}

    private static final Key<Whole> SNAPSHOT = optional(
            "snapshot",
            object(
                    "periodic_snapshot",
                    "Days whose file is a snapshot, in place of what changed.",
                    v -> new Whole(v.get(EVERY), v.get(REQUEST)),
                    EVERY,
                    REQUEST),
            "Days whose file is a snapshot, in place of what changed.");

    /** A delta whose snapshot has not been checked yet. @param whole null if there is none */
    record Draft(Delta delta, Whole whole) {}

    static final ObjectForm<Draft> DELTA = object(
                    "delta",
                    "The answer is what changed in a window of days, or since the newest earlier raw file.",
                    DeltaForm::draft,
                    DAYS,
                    LINK,
                    TOKEN,
                    NEWEST,
                    OVERLAP,
                    FORMAT,
                    FIRST,
                    FORGOTTEN,
                    CAP,
                    TOO_LARGE,
                    SNAPSHOT)
            .with(Rule.notBoth(DAYS, LINK, TOKEN, NEWEST))
            .with(Rule.needs(FORMAT, NEWEST))
            .with(Rule.needs(FIRST, NEWEST));

    private DeltaForm() {}

    private static Draft draft(Values v) {
        boolean byMark = v.has(LINK) || v.has(TOKEN);
        for (Key<?> key : List.<Key<?>>of(OVERLAP, CAP, TOO_LARGE)) {
            if (byMark && v.has(key)) {
                v.refuse(key, "is about a window, but the ERP says itself where the next file goes on", "take it away");
            }
        }
        if (v.has(FORGOTTEN) && !byMark) {
            v.refuse(FORGOTTEN, "is about a link or a token, but there is none", "take it away");
        }
        for (Key<?> key : List.<Key<?>>of(CAP, TOO_LARGE)) {
            if (v.has(key) && v.has(NEWEST) && !v.has(FIRST)) {
                v.refuse(key, "halves a window, but that of the first file has no beginning", "say first: 2020-01-01");
            }
        }
        Set<Integer> forgotten =
                v.find(FORGOTTEN).<Set<Integer>>map(Set::copyOf).orElse(Set.of(410));
        Delta.Feed feed = v.has(LINK)
                ? new Delta.Link(v.get(LINK), forgotten)
                : v.has(TOKEN)
                        ? new Delta.Token(v.get(TOKEN), forgotten)
                        : v.has(NEWEST)
                                ? new Delta.Newest(
                                        v.get(NEWEST),
                                        v.find(FORMAT).map(List::of).orElse(List.of()),
                                        null,
                                        v.get(FIRST),
                                        Set.of(),
                                        Notation.EmptyDates.NONE)
                                : null;
        Duration overlap =
                v.find(OVERLAP).orElse(feed instanceof Delta.Newest ? Duration.ofMinutes(10) : Duration.ZERO);
        int days = v.find(DAYS).orElse(1);
        return new Draft(
                new Delta(
                        days,
                        overlap,
                        feed,
                        null,
                        v.find(CAP).orElse(0),
                        v.find(TOO_LARGE).orElse(List.of())),
                v.get(SNAPSHOT));
    }
}
