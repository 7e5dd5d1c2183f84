package io.catwing.productimages;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.client.Auth;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Erp;
import io.catwing.client.Images;
import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageAddressTest {
    private static final URI BASE = URI.create("https://erp.example.com/api/img/");

    private final Client client = new Client(
            new ClientId("CW-000200"),
            "Test",
            ZoneOffset.UTC,
            null,
            new Erp(BASE, new Auth.None(), null, null),
            Map.of(),
            Optional.empty(),
            new Images(BASE, List.of(), 1, 1, 1, 1),
            Path.of("CW-000200.yaml"));

    private String address(String url) {
        return ImageAddress.of(client, url).toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://cdn.example.com//a.jpg            | https://cdn.example.com//a.jpg",
                "https://cdn.example.com/f/https://b.c/a   | https://cdn.example.com/f/https://b.c/a",
                "https://cdn.example.com/a//b/./c/../d?x=//.. | https://cdn.example.com/a//b/d?x=//..",
                "p//1.jpg                                  | https://erp.example.com/api/img/p//1.jpg",
                "/p//1.jpg                                 | https://erp.example.com/p//1.jpg",
                "//cdn.example.com/p//1.jpg                | https://cdn.example.com/p//1.jpg"
            })
    void two_slashes_in_a_row_stay(String url, String address) {
        assertThat(address(url)).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.jpg          | https://erp.example.com/api/img/1.jpg",
                "1.jpg?v=2#x    | https://erp.example.com/api/img/1.jpg?v=2",
                "?id=7          | https://erp.example.com/api/img/?id=7",
                "./a/../1.jpg   | https://erp.example.com/api/img/1.jpg",
                "../1.jpg       | https://erp.example.com/api/1.jpg",
                "../../../1.jpg | https://erp.example.com/1.jpg",
                "a/..           | https://erp.example.com/api/img/",
                "/..            | https://erp.example.com/",
                "https://x.example.com?id=7 | https://x.example.com?id=7"
            })
    void a_relative_one_lies_below_the_clients_base(String url, String address) {
        assertThat(address(url)).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a[1].jpg       | https://erp.example.com/api/img/a%5B1%5D.jpg",
                "100%.jpg       | https://erp.example.com/api/img/100%25.jpg",
                "a b%20c%2f.jpg | https://erp.example.com/api/img/a%20b%20c%2f.jpg",
                "1.jpg?w=50%&h  | https://erp.example.com/api/img/1.jpg?w=50%25&h",
                "http://[fd00::5]/[a] | http://[fd00::5]/%5Ba%5D"
            })
    void what_no_address_may_hold_is_encoded_and_what_is_encoded_stays(String url, String address) {
        assertThat(address(url)).isEqualTo(address);
    }
}
