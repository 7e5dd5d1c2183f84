package io.catwing.client;

import java.net.URI;
import java.util.List;

/**
 * Where a client's product images come from, and what of them is accepted. The ERP's own server is always allowed.
 *
 * @param base of relative addresses; ends in a slash
 * @param hosts that images may come from besides the ERP's own
 * @param bytes of one image, at most
 * @param megapixels of one image, at most
 * @param requestsPerSecond over all images of the client together
 * @param concurrentRequests over all images of the client together
 */
public record Images(
        URI base, List<Host> hosts, long bytes, int megapixels, double requestsPerSecond, int concurrentRequests) {

    /**
     * A server by name or by its literal address.
     *
     * @param name in lower case; an IPv6 address without its brackets
     * @param port 0 for the usual ones of http and https
     */
    public record Host(String name, int port) {}
}
