package io.catwing.http;

import java.util.Arrays;
import java.util.List;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;

/**
 * Status and headers of an answer. Camel never sees the headers: a message header of Camel's own could be among them.
 *
 * @param status from 200
 * @param headers in the order received
 * @param delimited the body says where it ends, by a length, by chunks or by being compressed; otherwise the connection's end ends it, and
 *     a connection that was cut cannot be told from one that was closed
 */
public record Answer(int status, List<Header> headers, boolean delimited) {

    static Answer of(HttpResponse response, boolean delimited) {
        return new Answer(
                response.getCode(), Arrays.stream(response.getHeaders()).toList(), delimited);
    }

    /** The first value of a header; null if there is none. @param name in any case */
    public String header(String name) {
        return headers(name).stream().findFirst().orElse(null);
    }

    /** All values of a header. @param name in any case */
    public List<String> headers(String name) {
        return headers.stream()
                .filter(header -> header.getName().equalsIgnoreCase(name))
                .map(Header::getValue)
                .toList();
    }
}
