package io.catwing.fetch;

import io.catwing.failure.QuarantinedFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** An answer of an ERP as it came, for proposals. It is in the heap, so it must be short. */
public final class KeptAnswer {
    private static final int MOST = 32 << 20;

    private byte[] body = {};
    private List<String> links = List.of();

    void take(InputStream in, List<String> linkHeaders) throws IOException {
        byte[] read = in.readNBytes(MOST + 1);
        if (read.length > MOST) {
            throw new QuarantinedFailure(
                    "the answer is longer than " + (MOST >> 20) + " MB",
                    "ask for fewer records, by a parameter of the request");
        }
        body = read;
        links = List.copyOf(linkHeaders);
    }

    public byte[] body() {
        return body.clone();
    }

    /** Values of the Link header. */
    public List<String> links() {
        return links;
    }
}
