package io.catwing.http;

import io.catwing.client.Auth;
import io.catwing.client.Erp;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.failure.RetryableFailure;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.io.CloseMode;

/**
 * Sends requests whose answers end in time and within their size, whatever the server does: head, body, redirects and
 * renewed credentials together. A body that is not read to its end is cut off, never drained.
 */
final class BoundedClient implements Closeable {

    /** Attribute of a request's context, once it is answered: whether the body says where it ends, as {@link Answer}. */
    static final String DELIMITED = "catwing.delimited";

    private final Connections connections;
    private final CloseableHttpClient client;
    private final Erp.Limits limits;

    BoundedClient(Connections connections, Erp.Limits limits) {
        this.connections = connections;
        this.client = connections.client();
        this.limits = limits;
    }

    /**
     * Closing the answer or its content before the end drops the connection.
     *
     * @param what was requested, for messages
     * @param time from the moment the request has a connection to the answer's last byte
     * @throws RetryableFailure when that time is over, here or while the content is read
     * @throws QuarantinedFailure when the answer is too large, here or while the content is read
     */
    Open open(HttpUriRequestBase request, Object what, Duration time) throws IOException {
        return open(request, what, new Deadline(time, request::cancel), null);
    }

    /**
     * As the other.
     *
     * @param deadline cancels the request; one that is started already counts the wait for a connection as well
     * @param auth in place of the ERP's, without a login; or null
     */
    Open open(HttpUriRequestBase request, Object what, Deadline deadline, Auth auth) throws IOException {
        HttpClientContext context = HttpClientContext.create();
        context.setAttribute(AuthenticatedExec.AUTH, auth);
        context.setAttribute(Deadline.ATTRIBUTE, deadline);
        boolean answered = false;
        boolean open = false;
        try {
            ClassicHttpResponse response = client.executeOpen(null, request, context);
            Answer answer = Answer.of(response, !Boolean.FALSE.equals(context.getAttribute(DELIMITED)));
            if (response.getEntity() == null) {
                response.close();
                answered = true;
                return new Open(answer, null);
            }
            InputStream body = new Content(response, what, request::cancel, deadline, overdue(what, deadline.limit()));
            answered = true;
            open = true;
            return new Open(answer, body);
        } catch (MessageConstraintException e) {
            throw beyond(what, e);
        } catch (IOException | RuntimeException e) {
            if (deadline.passed()) {
                throw overdue(what, deadline.limit());
            }
            throw e;
        } finally {
            if (!open) {
                deadline.close();
            }
            if (!answered) {
                // What failed after the head had come, such as a look for expired credentials, has left the connection
                // taken.
                request.cancel();
            }
        }
    }

    private static QuarantinedFailure beyond(Object what, MessageConstraintException e) {
        return new QuarantinedFailure(
                what + ": the head of the answer, or what frames its body, is beyond what is read: " + e.getMessage(),
                "ask the ERP's maker: a head has up to " + Connections.HEADERS + " headers, of "
                        + Connections.HEADER_LINE + " bytes each",
                e);
    }

    /**
     * An answer whose head was received.
     *
     * @param body not read yet, or null if there is none
     */
    record Open(Answer answer, InputStream body) {}

    private static RetryableFailure overdue(Object what, Duration time) {
        return new RetryableFailure(
                what + ": the answer was not whole within " + Durations.written(time),
                "ask for smaller pages, or raise erp.limits.answer in the client's file; a file as a whole has"
                        + " erp.limits.file");
    }

    /** Closes the connections that no request uses at the moment. */
    void closeIdle() {
        connections.closeIdle();
    }

    @Override
    public void close() {
        // At once: a request in flight may never end.
        client.close(CloseMode.IMMEDIATE);
    }

    /** The one stream of an answer. */
    private final class Content extends FilterInputStream {
        private final Object what;
        private final Runnable abort;
        private final ClassicHttpResponse response;
        private final Deadline deadline;
        private final RetryableFailure overdue;
        private boolean ended;

        Content(ClassicHttpResponse response, Object what, Runnable abort, Deadline deadline, RetryableFailure overdue)
                throws IOException {
            super(new LimitedBody(
                    response.getEntity().getContent(),
                    limits.body(),
                    "ask for smaller pages, or raise erp.limits.body in the client's file"));
            this.response = response;
            this.what = what;
            this.abort = abort;
            this.deadline = deadline;
            this.overdue = overdue;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                int read = in.read(into, offset, length);
                if (deadline.passed()) {
                    throw overdue;
                }
                ended |= read < 0;
                return read;
            } catch (MessageConstraintException e) {
                throw beyond(what, e);
            } catch (IOException e) {
                if (deadline.passed()) {
                    throw overdue;
                }
                throw e;
            }
        }

        @Override
        public long skip(long n) throws IOException {
            return n <= 0 ? 0 : Math.max(0, read(new byte[(int) Math.min(n, 8192)]));
        }

        @Override
        public void close() throws IOException {
            deadline.close();
            if (ended) {
                response.close();
                return;
            }
            abort.run();
            try {
                response.close();
            } catch (IOException e) {
                // The connection was cut on purpose; its exception is not of interest.
                ended = true;
            }
        }
    }
}
