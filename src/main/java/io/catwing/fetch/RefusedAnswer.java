package io.catwing.fetch;

import io.catwing.failure.QuarantinedFailure;
import io.catwing.failure.RetryableFailure;
import io.catwing.http.Answer;
import io.catwing.http.AskedServer;
import io.catwing.http.ErpRequest;
import io.catwing.http.RetryAfter;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Set;

/**
 * What an answer means whose status is none that the file takes: whether it may pass, and what is to be corrected where.
 *
 * @param server that answered
 */
record RefusedAnswer(FileFetch fetch, ErpRequest request, AskedServer server, Answer answer) {
    private static final Set<Integer> PASSING = Set.of(408, 425, 429);
    /** Characters of an address that are shown. */
    private static final int LOCATION = 100;

    /** @param body of the answer, of which the beginning is shown */
    RuntimeException failure(InputStream body) throws IOException {
        int status = answer.status();
        String fact = request.shown() + " answered " + status;
        String shown = ShownAnswer.of(fetch.spec().envelope(), body);
        if (status >= 500 || PASSING.contains(status)) {
            return new RetryableFailure(
                    fact + shown,
                    server.lookAgain(),
                    RetryAfter.of(answer.header("Retry-After"), Clock.systemUTC()),
                    null);
        }
        boolean elsewhere = !server.equals(AskedServer.ERP);
        if (elsewhere && (status == 401 || status == 403 || status == 404)) {
            return new QuarantinedFailure(
                    fact + shown,
                    "it is asked without credentials, and its address may have expired: run the same command again");
        }
        if (fetch.meaning().isBeyondLastPage(status)) {
            return new QuarantinedFailure(
                    fact + " though " + (fetch.isDownload() ? "the report" : "the pages before")
                            + " said that it exists" + shown,
                    "its data changed while it was read: run the same command again; if it says so again, look at "
                            + (fetch.isDownload() ? "report.download" : "paging") + " in the client's file");
        }
        if (status == 401 || status == 403) {
            return new QuarantinedFailure(
                    fact + shown,
                    "check "
                            + (fetch.spec().auth() == null
                                    ? "erp"
                                    : "entities." + fetch.spec().entity())
                            + ".auth in the client's file, the environment that it refers to, and the rights of that user");
        }
        if (status >= 300 && status < 400) {
            return redirected(fact);
        }
        if (status == 202 || status == 206) {
            return new QuarantinedFailure(
                    fact + shown,
                    status == 202
                            ? "if it means that the answer is not ready yet, say answer: {later: [202]} in the client's file"
                            : "if a part is what was asked for, say answer: {success: [206]} in the client's file");
        }
        if (elsewhere) {
            return new QuarantinedFailure(
                    fact + shown,
                    "look at the report's answer, whose report.download.at gave this address; " + server.key()
                            + " in the client's file names its server");
        }
        return new QuarantinedFailure(
                fact + shown,
                status == 404 || status == 405
                        ? "correct erp.url, or the request's path or method, in the client's file"
                        : "correct the request in the client's file");
    }

    private QuarantinedFailure redirected(String fact) {
        String location = answer.header("Location");
        String to = location == null ? "nowhere" : ShownAnswer.cut(location.replaceAll("[?#].*", ""), LOCATION);
        if (request.method().equals("POST") && answer.status() < 307) {
            return new QuarantinedFailure(
                    fact + ", a redirect to " + to + " that would ask it as a GET without its body",
                    "correct erp.url or the request's path in the client's file to where the ERP takes the POST");
        }
        return new QuarantinedFailure(
                fact + ", a redirect to " + to + ", which is another host or none",
                server.equals(AskedServer.ERP)
                        ? "if the ERP really moved, correct erp.url in the client's file"
                        : "a download is redirected within " + server.called()
                                + " alone: have the ERP give the address where the"
                                + " report is, and name that server in " + server.key() + " in the client's file");
    }
}
