package io.catwing.client;

import static io.catwing.client.yaml.Key.optional;
import static io.catwing.client.yaml.Key.required;
import static io.catwing.client.yaml.ObjectForm.object;

import com.fasterxml.jackson.core.JsonPointer;
import io.catwing.client.yaml.Key;
import io.catwing.client.yaml.ListForm;
import io.catwing.client.yaml.ObjectForm;
import io.catwing.client.yaml.Reading;
import io.catwing.client.yaml.Rule;
import io.catwing.client.yaml.Values;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** {@code report:} in place of a request, for answers that the ERP takes its time to make. */
final class ReportForm {
    private static final Key<RequestDraft> REQUEST =
            required("request", RequestForm.FURTHER, "What is asked; headers are those of erp.request.");
    private static final Key<JsonPointer> ID =
            optional("id", Scalars.POINTER, "Pointer into the answer to {{id}} of the other requests.");
    private static final Key<String> BUSY = optional(
            "busy", Scalars.JQ, "jq over the answer: true means that another report is under way, and to ask again.");
    private static final ObjectForm<Submit> SUBMIT_FORM = object(
            "report_submit",
            "The request that has the report made.",
            v -> new Submit(v.get(REQUEST), v.get(ID), v.get(BUSY)),
            REQUEST,
            ID,
            BUSY);

    private static final Key<Duration> EVERY =
            optional("every", Scalars.DURATION, "5s", "How long to wait before it is asked again.");
    private static final Key<Duration> LIMIT =
            optional("limit", Scalars.DURATION, "1h", "How long the report may take, from its submission on.");
    private static final Key<String> DONE = required("done", Scalars.JQ, "jq over the answer: true, it is ready.");
    private static final Key<String> FAILED =
            optional("failed", Scalars.JQ, "jq over the answer: true, it will never be ready.");
    private static final Key<JsonPointer> PROGRESS =
            optional("progress", Scalars.POINTER, "Pointer to what is told of it meanwhile.");
    private static final Key<JsonPointer> ERROR = optional("error", Scalars.POINTER, "Pointer to why it failed.");
    private static final ObjectForm<Poll> POLL_FORM = object(
            "report_poll",
            "Asks whether the report is ready.",
            v -> new Poll(
                    v.get(REQUEST),
                    v.get(EVERY),
                    v.get(LIMIT),
                    v.get(DONE),
                    v.get(FAILED),
                    v.get(PROGRESS),
                    v.get(ERROR)),
            REQUEST,
            EVERY,
            LIMIT,
            DONE,
            FAILED,
            PROGRESS,
            ERROR);

    private static final Key<JsonPointer> AT =
            optional("at", Scalars.POINTER, "Pointer into the last answer to the address of the records.");
    private static final Key<List<URI>> FROM = optional(
            "from",
            new ListForm<>(References.ADDRESS),
            "Further servers that the address may be of. They get no credentials.");
    private static final Key<Boolean> OPTIONAL =
            optional("optional", Scalars.YES_NO, "false", "No address means that there are no records.");
    private static final Key<RequestDraft> BY_REQUEST =
            optional("request", RequestForm.FURTHER, "A request for the records, with pages like any.");
    private static final ObjectForm<Where> DOWNLOAD_FORM = object(
                    "report_download",
                    "Where the records are.",
                    v -> new Where(v.get(AT), v.find(FROM).orElse(List.of()), v.get(OPTIONAL), v.get(BY_REQUEST)),
                    AT,
                    FROM,
                    OPTIONAL,
                    BY_REQUEST)
            .with(Rule.exactlyOne(AT, BY_REQUEST))
            .with(Rule.needs(FROM, AT));

    private static final Key<Submit> SUBMIT =
            required("submit", SUBMIT_FORM, "The request that has the report made; its window is asked here.");
    private static final Key<Poll> POLL = required("poll", POLL_FORM, "Asks whether the report is ready.");
    private static final Key<Where> DOWNLOAD = required("download", DOWNLOAD_FORM, "Where the records are.");
    private static final Key<RequestDraft> DELETE = optional(
            "delete",
            RequestForm.ENDING,
            "Sent once the report is no longer needed, whatever it came to: it is downloaded, failed, or the run was stopped.");

    private record Submit(RequestDraft request, JsonPointer id, String busy) {}

    private record Poll(
            RequestDraft request,
            Duration every,
            Duration limit,
            String done,
            String failed,
            JsonPointer progress,
            JsonPointer error) {}

    private record Where(JsonPointer at, List<URI> from, boolean optional, RequestDraft request) {}

    /** A report whose requests have not been checked yet. */
    record Draft(Submit submit, Poll poll, Where where, RequestDraft delete) {
        /** Its window is asked here. */
        RequestDraft submitted() {
            return submit.request();
        }

        /** All of them, as written. */
        Stream<RequestDraft> requests() {
            return Stream.of(submit.request(), poll.request(), where.request(), delete);
        }

        /** The records are at an address that the ERP names. */
        boolean byAddress() {
            return where.at() != null;
        }
    }

    static final ObjectForm<Draft> REPORT = object(
            "report",
            "A report that the ERP makes in its time: submitted, polled, downloaded, deleted.",
            v -> new Draft(v.get(SUBMIT), v.get(POLL), v.get(DOWNLOAD), v.get(DELETE)),
            SUBMIT,
            POLL,
            DOWNLOAD,
            DELETE);

    private ReportForm() {}

    /** @param days variables that have a value in the entity's requests @param paging null if it is wrong */
    static void check(Draft draft, Values erp, Values own, Set<Variable> days, Paging paging) {
        Reading reading = own.reading();
        RequestDraft defaults = erp.find(ErpForm.REQUEST).orElse(null);
        for (Key<?> key : List.<Key<?>>of(EntityForm.SEARCH, EntityForm.PARENTS, EntityForm.TOTAL)) {
            if (own.has(key)) {
                own.refuse(key, "does not go with a report, which is one for the whole file", "take it away");
            }
        }
        if (draft.byAddress() && own.has(ErpForm.PAGING)) {
            own.refuse(ErpForm.PAGING, "is of a report that comes from one address", "say download: {request: …}");
        }
        DeltaForm.Draft delta = own.find(EntityForm.DELTA).orElse(null);
        boolean plain = delta == null
                || !delta.delta().halves()
                        && delta.whole() == null
                        && (delta.delta().feed() == null || delta.delta().feed() instanceof Delta.Newest);
        if (!plain) {
            own.refuse(
                    EntityForm.DELTA,
                    "says what does not go with a report",
                    "say days, overlap or newest, or ask without a report");
        }
        Set<Variable> submit = EnumSet.copyOf(days);
        Set<Variable> submitted = check(reading, draft.submit().request().overHeaders(defaults), submit);
        Set<Variable> later = EnumSet.copyOf(days);
        if (draft.submit().id() != null) {
            later.add(Variable.ID);
        }
        check(reading, draft.poll().request().overHeaders(defaults), later);
        if (draft.delete() != null) {
            check(reading, draft.delete().overHeaders(defaults), later);
        }
        if (draft.where().request() != null && paging != null) {
            Set<Variable> paged = EnumSet.copyOf(later);
            paged.addAll(Variable.of(paging));
            RequestDraft download = draft.where().request();
            Set<Variable> used = check(reading, download.overHeaders(defaults), paged);
            FurtherRequests.requireMoving(reading, download, used, paging);
        }
        // By the newest record, it is checked as requests are.
        if (delta != null && delta.delta().feed() == null) {
            DeltaChecks.requireWindow(own, draft.submitted(), submitted);
        }
    }

    private static Set<Variable> check(Reading reading, RequestDraft request, Set<Variable> known) {
        return new RequestCheck(reading, request.at().path(), known).check(request);
    }

    /** Of a checked one. */
    static Report complete(Draft draft, Values erp) {
        RequestDraft defaults = erp.find(ErpForm.REQUEST).orElse(null);
        Poll poll = draft.poll();
        return new Report(
                draft.submit().request().overHeaders(defaults).spec(),
                draft.submit().id(),
                draft.submit().busy(),
                new Report.Poll(
                        poll.request().overHeaders(defaults).spec(),
                        poll.every(),
                        poll.limit(),
                        poll.done(),
                        poll.failed(),
                        poll.progress(),
                        poll.error()),
                new Report.Download(
                        draft.where().at(), draft.where().from(), draft.where().optional()),
                draft.delete() == null
                        ? null
                        : draft.delete().overHeaders(defaults).spec());
    }

    /** The request for its records. */
    static RequestSpec download(Draft draft, Values erp) {
        return draft.byAddress()
                ? new RequestSpec("GET", "", Map.of(), Map.of(), null, Map.of())
                : draft.where()
                        .request()
                        .overHeaders(erp.find(ErpForm.REQUEST).orElse(null))
                        .spec();
    }
}
