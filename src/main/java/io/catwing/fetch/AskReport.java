package io.catwing.fetch;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.catwing.client.Report;
import io.catwing.client.Variable;
import io.catwing.client.Variables;
import io.catwing.failure.PrintableText;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.failure.RetryableFailure;
import io.catwing.http.ErpRequest;
import io.catwing.http.WriteRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;

/** Has the ERP make a report, and asks until it is ready. */
final class AskReport implements Asking {
    private static final int LONGEST_TEXT = 200;

    private final FileFetch file;
    private final Report report;
    private Variables variables;
    private boolean submitted;
    private long submittedAt;
    private long askAt;

    /** @param window what the submission may name */
    AskReport(FileFetch file, Variables window) {
        this.file = file;
        this.report = file.spec().report();
        this.variables = window;
    }

    @Override
    public ErpRequest next() {
        file.report().submitting(!submitted);
        return WriteRequest.of(file.client().erp(), submitted ? report.poll().request() : report.submit(), variables);
    }

    @Override
    public Duration pause() {
        long left = submitted ? askAt - System.nanoTime() : 0;
        return left <= 0 ? Duration.ZERO : Duration.ofNanos(left);
    }

    @Override
    public void read(ErpRequest asked, InputStream body, List<String> links) throws IOException {
        JsonNode answer = file.reader(file.spec().envelope(), null).readTree(body);
        if (!submitted) {
            submitted(answer);
            file.report().submitting(false);
        } else if (report.poll().failed() != null && says(report.poll().failed(), "poll.failed", answer)) {
            throw new QuarantinedFailure(
                    "the report failed" + text(answer, report.poll().error(), ": "),
                    "look at the report's request in the client's file and at the ERP, then run the same command again");
        } else if (says(report.poll().done(), "poll.done", answer)) {
            file.done(this);
            file.reportIsReady(variables, answer);
            return;
        } else {
            file.report().progress(text(answer, report.poll().progress(), ""));
            requireTime();
        }
        askAt = System.nanoTime() + report.poll().every().toNanos();
    }

    private void submitted(JsonNode answer) {
        if (report.busy() != null && says(report.busy(), "submit.busy", answer)) {
            throw new RetryableFailure(
                    "the ERP cannot make the report yet (report.submit.busy)",
                    "is another one under way? wait until it is over, or raise erp.retry in the client's file, then run the same"
                            + " command again");
        }
        if (report.id() != null) {
            JsonNode id = answer.at(report.id());
            if (!id.isValueNode() || id.isNull() || id.asText().isBlank()) {
                throw new QuarantinedFailure(
                        "the answer holds no id at report.submit.id '" + report.id() + "'"
                                + text(answer, JsonPointer.empty(), ": "),
                        "correct report.submit in the client's file; the answer says what the ERP made of it");
            }
            variables = variables.with(Variable.ID, id.asText());
        }
        submitted = true;
        submittedAt = System.nanoTime();
        if (report.delete() != null) {
            file.report().deleteLater(WriteRequest.of(file.client().erp(), report.delete(), variables));
        }
    }

    private void requireTime() {
        Duration taken = Duration.ofNanos(System.nanoTime() - submittedAt);
        if (taken.compareTo(report.poll().limit()) > 0) {
            throw new QuarantinedFailure(
                    "the report was not ready within report.poll.limit, "
                            + report.poll().limit().toSeconds() + " s",
                    "ask for less of it at a time, or raise the limit in the client's file");
        }
    }

    private static boolean says(String jq, String setting, JsonNode answer) {
        return Predicates.isTrue(jq, "report." + setting, answer);
    }

    /** What stands there, for people; empty where nothing does. */
    private static String text(JsonNode answer, JsonPointer at, String before) {
        JsonNode there = at == null ? null : answer.at(at);
        if (there == null || there.isMissingNode() || there.isNull()) {
            return "";
        }
        return before + PrintableText.clean(there.isValueNode() ? there.asText() : there.toString(), LONGEST_TEXT);
    }

    @Override
    public void readNothing(ErpRequest asked, List<String> links) {
        throw new QuarantinedFailure(
                "the report's answer has no body", "look at report in the client's file, and at the ERP");
    }

    /** 202 says that the report is being made; asking for it once more would make another one. */
    @Override
    public boolean takes(int status) {
        return status == 202 && !(submitted && file.spec().answer().mayMeanLater(status));
    }

    @Override
    public String place() {
        return submitted ? "report" : "submitting the report";
    }
}
