package io.catwing.fetch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.catwing.client.DeclaredError;
import io.catwing.client.JqFunctions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** The beginning of an error's body, which may say what the error means. */
final class ErrorBody {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final byte[] begin;

    /** Why it cannot be read; null where it can. */
    private final IOException broken;

    private JsonNode body;

    /** Reads what of it is looked at. One that is cut or not encoded as it says leaves the status, which came before. */
    ErrorBody(InputStream in) throws SocketTimeoutException {
        byte[] read = new byte[0];
        IOException failed = null;
        try {
            read = in.readNBytes(ShownAnswer.LOOKED_AT);
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            failed = e;
        }
        begin = read;
        broken = failed;
    }

    /** What was read, to be read again. */
    InputStream again() {
        return new ByteArrayInputStream(begin);
    }

    /**
     * One of them is meant: by a status alone, or by an expression that is true.
     *
     * @throws IOException when that is for a body to say which cannot be read
     */
    boolean says(List<DeclaredError> errors, int status) throws IOException {
        List<DeclaredError> possible =
                errors.stream().filter(error -> error.status() == status).toList();
        if (possible.stream().anyMatch(error -> error.when() == null)) {
            return true;
        }
        if (broken != null && !possible.isEmpty()) {
            throw broken;
        }
        return possible.stream().anyMatch(error -> isTrue(error.when()));
    }

    /** Where it cannot be evaluated the error is none that was meant, and is told as it came. */
    private boolean isTrue(String jq) {
        try {
            List<JsonNode> results = JqFunctions.evaluate(JqFunctions.compile(jq), body());
            return results.size() == 1
                    && results.get(0).isBoolean()
                    && results.get(0).booleanValue();
        } catch (JsonQueryException e) {
            return false;
        }
    }

    private JsonNode body() {
        if (body == null) {
            try {
                body = JSON.readTree(begin);
            } catch (IOException none) {
                body = TextNode.valueOf(new String(begin, StandardCharsets.UTF_8));
            }
            // Of an empty body there is no tree.
            body = body == null || body.isMissingNode() ? TextNode.valueOf("") : body;
        }
        return body;
    }
}
