package io.catwing.http;

import java.net.URI;
import java.util.Map;

/**
 * A request, rendered and ready to be sent. It never holds a secret: those are added below Camel.
 *
 * @param address encoded, absolute
 * @param body or null
 */
public record ErpRequest(String method, URI address, Map<String, String> headers, String body) {

    /** What an error message says was asked. The query is left out, for what an ERP may put into its next links. */
    @Override
    public String toString() {
        return method + " " + address.getScheme() + "://" + address.getRawAuthority() + address.getRawPath();
    }
}
