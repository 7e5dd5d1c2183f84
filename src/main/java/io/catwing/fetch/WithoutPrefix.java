package io.catwing.fetch;

import io.catwing.failure.QuarantinedFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Takes away what stands in front of the JSON so that no page can run it as a script. */
final class WithoutPrefix {

    private static final int SHOWN = 160;

    private WithoutPrefix() {}

    /**
     * @param prefix declared; an answer without it is refused
     * @return what comes behind it
     */
    static InputStream of(InputStream in, String prefix) throws IOException {
        byte[] expected = prefix.getBytes(StandardCharsets.UTF_8);
        byte[] first = in.readNBytes(expected.length);
        if (first.length == 0) {
            return in;
        }
        if (!Arrays.equals(first, expected)) {
            // An error often comes without it, so as much is shown as tells one.
            InputStream whole = new SequenceInputStream(new ByteArrayInputStream(first), in);
            String shown = ShownAnswer.cut(new String(whole.readNBytes(SHOWN), StandardCharsets.UTF_8), SHOWN);
            throw new QuarantinedFailure(
                    "the answer does not begin with answer.prefix '" + prefix + "': " + shown,
                    "correct answer.prefix in the client's file, or take it away; if it is an error, correct the request");
        }
        return in;
    }
}
