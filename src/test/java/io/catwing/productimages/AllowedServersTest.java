package io.catwing.productimages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.client.Auth;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Erp;
import io.catwing.client.Images;
import io.catwing.failure.QuarantinedFailure;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedServersTest {

    private static AllowedServers servers(String erp, Images.Host... hosts) {
        URI url = URI.create(erp);
        return new AllowedServers(new Client(
                new ClientId("CW-000200"),
                "Test",
                ZoneOffset.UTC,
                null,
                new Erp(url, new Auth.None(), null, null),
                Map.of(),
                Optional.empty(),
                new Images(url, Arrays.asList(hosts), 1, 1, 1, 1),
                Path.of("CW-000200.yaml")));
    }

    private final AllowedServers servers = servers(
            "http://erp.internal:8080/api",
            new Images.Host("cdn.example.com", 0),
            new Images.Host("img.example.com", 8443),
            new Images.Host("10.1.2.3", 0),
            new Images.Host("fd00::5", 0));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://erp.internal:8080/a.jpg", "HTTP://ERP.internal:8080/", "https://cdn.example.com/a",
                "http://CDN.example.com:80/a", "https://cdn.example.com:443/", "https://img.example.com:8443/x",
                "http://10.1.2.3/a", "http://[fd00::5]/a"
            })
    void the_erp_and_what_is_listed_are_allowed(String address) {
        assertThatCode(() -> servers.check(URI.create(address))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://erp.internal/a | it leads to http://erp.internal:80, which is not allowed",
                "https://erp.internal:8080/a | it leads to https://erp.internal:8080, which is not allowed",
                "http://erp.internal:9200/a | it leads to http://erp.internal:9200, which is not allowed",
                "https://cdn.example.com:8443/ | it leads to https://cdn.example.com:8443, which is not allowed",
                "https://img.example.com/x | it leads to https://img.example.com:443, which is not allowed",
                "https://x.cdn.example.com/ | it leads to https://x.cdn.example.com:443, which is not allowed",
                "http://127.0.0.1/ | it leads to http://127.0.0.1:80, which is not allowed",
                "http://10.1.2.4/ | it leads to http://10.1.2.4:80, which is not allowed",
                "http://[::ffff:10.1.2.3]/ | it leads to http://[::ffff:10.1.2.3]:80, which is not allowed",
                "https://u:p@cdn.example.com/ | it holds credentials",
                "ftp://cdn.example.com/ | it is not an http or https address",
                "file:///etc/passwd | it is not an http or https address",
                "data:image/png;base64,AAAA | it is not an http or https address"
            })
    void anything_else_is_refused(String address, String reason) {
        assertThatThrownBy(() -> servers.check(URI.create(address)))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageStartingWith(reason + "\nHINT: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://cdn.example.com/ | http://cdn.example.com/ | it is redirected from https to http://cdn.example.com:80",
                "https://cdn.example.com/ | http://10.1.2.3/ | it is redirected from https to http://10.1.2.3:80",
                "http://cdn.example.com/ | http://evil.example/ | it is redirected to http://evil.example:80, which is not allowed",
                "http://cdn.example.com/ | http://169.254.169.254/ | it is redirected to http://169.254.169.254:80, which is not"
                        + " allowed",
                "http://cdn.example.com/ | http://localhost/ | it is redirected to http://localhost:80, which is not allowed"
            })
    void a_redirect_leads_to_no_other_place_and_not_out_of_tls(String from, String to, String reason) {
        assertThatThrownBy(() -> servers.checkRedirect(URI.create(from), URI.create(to)))
                .hasMessageStartingWith(reason + "\nHINT: ");
    }

    @ParameterizedTest
    @CsvSource({
        "erp.internal, 8080, 10.0.0.7", "erp.internal, 8080, 127.0.0.1", "cdn.example.com, 443, 93.184.216.34",
        "cdn.example.com, 443, 2606:2800:220:1::1", "10.1.2.3, 80, 10.1.2.3", "fd00::5, 80, fd00::5"
    })
    void a_name_may_lead_to_the_open_internet_and_the_erps_own_to_its_neighbours(String host, int port, String address)
            throws Exception {
        InetAddress found = InetAddress.getByName(address);
        assertThatCode(() -> servers.check(host, port, found)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "cdn.example.com, 443, 127.0.0.1", "cdn.example.com, 443, 10.1.2.3", "cdn.example.com, 443, 192.168.1.1",
        "cdn.example.com, 443, 172.31.255.255", "cdn.example.com, 443, 169.254.169.254",
                "cdn.example.com, 443, 0.0.0.0",
        "cdn.example.com, 443, 224.0.0.1", "cdn.example.com, 443, 255.255.255.255", "cdn.example.com, 443, 100.64.0.1",
        "cdn.example.com, 443, ::1", "cdn.example.com, 443, fe80::1", "cdn.example.com, 443, fd00::5",
        "cdn.example.com, 443, ff02::1", "cdn.example.com, 443, ::", "cdn.example.com, 443, 64:ff9b::a01:203",
        "cdn.example.com, 443, ::ffff:10.1.2.3", "cdn.example.com, 443, 2002:a01:203::1",
                "erp.internal, 9200, 10.0.0.7",
        "erp.internal, 8080, 169.254.169.254", "erp.internal, -1, 10.0.0.7"
    })
    void a_name_that_leads_inside_is_refused(String host, int port, String address) throws Exception {
        InetAddress found = InetAddress.getByName(address);
        assertThatThrownBy(() -> servers.check(host, port, found))
                .isInstanceOf(QuarantinedFailure.class)
                .hasMessageStartingWith("the name " + host + " leads to " + found.getHostAddress()
                        + ", which is not in the open internet\nHINT: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1.1.1.1", "8.8.8.8", "172.32.0.1", "100.128.0.1", "198.20.0.1", "192.1.1.1", "2a00:1450::1"})
    void open_addresses_are_open(String address) throws Exception {
        assertThat(PublicAddress.is(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"169.254.169.254", "127.0.0.1"})
    void an_erp_that_is_named_by_its_address_is_there_whatever_it_is(String address) throws Exception {
        AllowedServers literal = servers("http://" + address + ":8191/erp");
        InetAddress found = InetAddress.getByName(address);
        assertThatCode(() -> literal.check(address, 8191, found)).doesNotThrowAnyException();
        assertThat(literal.isErp(URI.create("http://" + address + ":8191/x"))).isTrue();
    }
}
