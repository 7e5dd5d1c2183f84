package io.catwing.productimages;

import io.catwing.client.Client;
import io.catwing.client.Images;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.http.Addresses;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;

/**
 * Where a client's images may come from: the ERP's own server and the hosts that the client's file lists. A listed name
 * must lead to the open internet; what lies inside a network is listed by its literal address, so that whoever rules a name
 * (or a redirect) cannot make us ask our neighbours.
 */
final class AllowedServers {
    private static final String HINT =
            "if images may come from there, add the host to images.hosts in the client's file";

    private final URI erp;
    private final Images images;

    AllowedServers(Client client) {
        this.erp = client.erp().url();
        this.images = client.images();
    }

    /** Credentials go here and nowhere else. */
    boolean isErp(URI address) {
        return Addresses.origin(address).equals(Addresses.origin(erp));
    }

    /** @throws QuarantinedFailure where no request may be sent there */
    void check(URI address) {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        if (address.getHost() == null || !scheme.equals("http") && !scheme.equals("https")) {
            throw new QuarantinedFailure(
                    "it is not an http or https address",
                    "look at the record and at the mapping of picture_url in the client's file");
        }
        if (address.getRawUserInfo() != null) {
            throw new QuarantinedFailure(
                    "it holds credentials", "have the ERP name its images without; they are sent to nobody");
        }
        if (!isErp(address) && images.hosts().stream().noneMatch(host -> matches(host, address, scheme))) {
            throw new QuarantinedFailure("it leads to " + Addresses.origin(address) + ", which is not allowed", HINT);
        }
    }

    private static boolean matches(Images.Host host, URI address, String scheme) {
        int usual = scheme.equals("https") ? 443 : 80;
        int port = address.getPort() < 0 ? usual : address.getPort();
        return host.name().equals(name(address)) && port == (host.port() == 0 ? usual : host.port());
    }

    /** @throws QuarantinedFailure where a redirect may not be followed */
    void checkRedirect(URI from, URI to) {
        String at = Addresses.origin(to);
        if ("https".equalsIgnoreCase(from.getScheme()) && !"https".equalsIgnoreCase(to.getScheme())) {
            throw new QuarantinedFailure(
                    "it is redirected from https to " + at, "have the server redirect to https, or name http itself");
        }
        try {
            check(to);
        } catch (QuarantinedFailure refused) {
            throw new QuarantinedFailure(
                    "it is redirected to " + at + ", which is not allowed", refused.hint(), refused);
        }
    }

    /**
     * Judges what a name led to. Called for each address that is about to be connected to, so that a name that leads
     * elsewhere the next time gains nothing.
     *
     * @throws QuarantinedFailure where it must not be connected to
     */
    void check(String host, int port, InetAddress address) {
        String name = host.toLowerCase(Locale.ROOT);
        boolean own = name.equals(name(erp)) && port == port(erp);
        boolean listed = own || images.hosts().stream().anyMatch(h -> h.name().equals(name));
        if (isLiteral(name) && listed) {
            return;
        }
        boolean fine = own ? !address.isLinkLocalAddress() && !address.isAnyLocalAddress() : PublicAddress.is(address);
        if (!fine) {
            throw new QuarantinedFailure(
                    "the name " + host + " leads to " + address.getHostAddress()
                            + ", which is not in the open internet",
                    "if images may come from there, add the address itself to images.hosts in the client's file and"
                            + " have the ERP name it");
        }
    }

    /** In lower case; an IPv6 address without its brackets. */
    private static String name(URI address) {
        return address.getHost().replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT);
    }

    private static int port(URI address) {
        int usual = "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
        return address.getPort() < 0 ? usual : address.getPort();
    }

    private static boolean isLiteral(String name) {
        return name.indexOf(':') >= 0 || name.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    }
}
