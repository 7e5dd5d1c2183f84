package io.catwing.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwing.client.Auth;
import io.catwing.client.JqFunctions;
import io.catwing.failure.QuarantinedFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.List;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * Looks into an answer for what means "log in again" besides a 401. Such an answer is a short JSON: one that is longer than
 * {@value #LONGEST} bytes is none, so that pages of records are passed on after their beginning.
 *
 * @param jq or null: no answer says so
 */
record ExpiredAnswer(String jq) {

    static final int LONGEST = 64 << 10;

    private static final ObjectMapper JSON = new ObjectMapper();

    static ExpiredAnswer of(Auth auth) {
        if (auth.bare() instanceof Auth.Session session) {
            return new ExpiredAnswer(session.expired());
        }
        return new ExpiredAnswer(auth.bare() instanceof Auth.OAuth2 oauth2 ? oauth2.expired() : null);
    }

    /** The answer can be read from its beginning afterwards. */
    boolean says(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        int status = response.getCode();
        if (jq == null || entity == null || status >= 500 || status >= 300 && status < 400) {
            return false;
        }
        InputStream in = entity.getContent();
        byte[] begin = beginning(in);
        response.setEntity(new HttpEntityWrapper(entity) {
            private final InputStream whole = new SequenceInputStream(new ByteArrayInputStream(begin), in);

            @Override
            public InputStream getContent() {
                return whole;
            }
        });
        if (begin.length == 0 || begin.length > LONGEST || !isJson(begin)) {
            return false;
        }
        try {
            return isTrue(JSON.readTree(begin));
        } catch (JsonProcessingException none) {
            // Whoever reads the answer says so.
            return false;
        }
    }

    /** One byte of what cannot be JSON, otherwise more than the longest at most. */
    private static byte[] beginning(InputStream in) throws IOException {
        byte[] first = in.readNBytes(1);
        if (first.length == 0 || !isJson(first) && !Character.isWhitespace(first[0])) {
            return first;
        }
        byte[] more = in.readNBytes(LONGEST);
        byte[] begin = new byte[1 + more.length];
        begin[0] = first[0];
        System.arraycopy(more, 0, begin, 1, more.length);
        return begin;
    }

    private static boolean isJson(byte[] begin) {
        int at = 0;
        while (at < begin.length - 1 && Character.isWhitespace(begin[at])) {
            at++;
        }
        return begin[at] == '{' || begin[at] == '[' || begin[at] == '"';
    }

    private boolean isTrue(JsonNode body) {
        try {
            List<JsonNode> results = JqFunctions.evaluate(JqFunctions.compile(jq), body);
            return results.size() == 1
                    && results.get(0).isBoolean()
                    && results.get(0).booleanValue();
        } catch (JsonQueryException e) {
            throw new QuarantinedFailure(
                    "the expression erp.auth.expired cannot be evaluated: " + e.getMessage(),
                    "correct it in the client's file so that it yields true or false for every answer; .error? helps"
                            + " where an answer may be a list");
        }
    }

    /** What a request ends in that is told so twice. */
    static QuarantinedFailure again(String request) {
        return new QuarantinedFailure(
                request + ": the ERP says that the login has expired, and says so again after a new one"
                        + " (erp.auth.expired)",
                "check erp.auth in the client's file, and the rights of that user");
    }
}
