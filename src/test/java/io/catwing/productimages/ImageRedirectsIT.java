package io.catwing.productimages;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where an image's address may lead, by itself, by redirects and by names. */
class ImageRedirectsIT {
    private final ImagesFixture fixture = new ImagesFixture();

    @BeforeEach
    void start() {
        fixture.start();
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private String placed(String address) {
        return address.replace("ERP_PORT", "" + fixture.erp.port()).replace("OTHER_PORT", "" + fixture.other.port());
    }

    private void redirect(String path, String location) {
        fixture.erp.stubFor(get(path).willReturn(aResponse().withStatus(302).withHeader("Location", placed(location))));
    }

    /** @return why it is not there, without the hint; null where it is */
    private String fetched(String address) {
        fixture.product("1", placed(address));
        fixture.fetch();
        String reason = fixture.failures().get("1");
        assertThat(fixture.stored().containsKey("1")).isEqualTo(reason == null);
        return reason == null ? null : reason.substring(0, reason.indexOf("\nHINT: "));
    }

    @Test
    void a_redirect_within_what_is_allowed_is_followed_and_the_key_stays_with_the_erp() {
        redirect("/api/1.jpg", "/api/2.jpg");
        redirect("/api/2.jpg", "http://127.0.0.1:OTHER_PORT/3.jpg");
        fixture.other.stubFor(get("/3.jpg").willReturn(aResponse().withBody(Samples.jpeg())));
        assertThat(fetched("1.jpg")).isNull();
        fixture.erp.verify(getRequestedFor(urlEqualTo("/api/2.jpg")).withHeader("X-Api-Key", equalTo("s3cr3t")));
        fixture.other.verify(getRequestedFor(urlEqualTo("/3.jpg")).withHeader("X-Api-Key", absent()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://evil.example/1.jpg | http://evil.example:80",
                "http://127.0.0.1:ERP_PORT/1.jpg | http://127.0.0.1:ERP_PORT",
                "http://localhost:OTHER_PORT/1.jpg | http://localhost:OTHER_PORT",
                "http://169.254.169.254/latest/meta-data/ | http://169.254.169.254:80",
                "http://[::1]:OTHER_PORT/1.jpg | http://[::1]:OTHER_PORT",
                "//evil.example/1.jpg | http://evil.example:80"
            })
    void a_redirect_to_another_place_is_refused(String location, String place) {
        redirect("/api/1.jpg", location);
        assertThat(fetched("1.jpg")).isEqualTo(placed("it is redirected to " + place + ", which is not allowed"));
        assertThat(fixture.other.getAllServeEvents()).isEmpty();
    }

    /** Ways to write an address that some parsers take for another. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://[::ffff:127.0.0.1]:OTHER_PORT/", "http://2130706433:OTHER_PORT/", "http://127.1:OTHER_PORT/",
                "http://0x7f000001:OTHER_PORT/", "http://0177.0.0.1:OTHER_PORT/", "http://127.0.0.1.:OTHER_PORT/",
                "file:///etc/passwd", "ftp://127.0.0.1:OTHER_PORT/", "http:///1.jpg"
            })
    void a_redirect_in_disguise_is_refused(String location) {
        redirect("/api/1.jpg", location);
        assertThat(fetched("1.jpg")).startsWith("it is redirected ");
        assertThat(fixture.other.getAllServeEvents()).isEmpty();
    }

    @Test
    void a_server_that_does_not_speak_tls_is_told_of() {
        assertThat(fetched("https://127.0.0.1:OTHER_PORT/1.jpg"))
                .contains(placed("the connection to https://127.0.0.1:OTHER_PORT failed: "));
    }

    @Test
    void a_redirect_after_an_allowed_one_is_judged_too() {
        redirect("/api/1.jpg", "http://127.0.0.1:OTHER_PORT/2.jpg");
        fixture.other.stubFor(
                get("/2.jpg").willReturn(aResponse().withStatus(307).withHeader("Location", "http://10.0.0.1/x")));
        assertThat(fetched("1.jpg")).isEqualTo("it is redirected to http://10.0.0.1:80, which is not allowed");
    }

    @Test
    void redirects_in_circles_and_without_end_are_given_up_at_once() {
        redirect("/api/1.jpg", "/api/1.jpg");
        assertThat(fetched("1.jpg")).isEqualTo("it is redirected in circles, more than 3 times, or to no address");
        for (int i = 2; i < 9; i++) {
            redirect("/api/" + i + ".jpg", "/api/" + (i + 1) + ".jpg");
        }
        assertThat(fetched("2.jpg")).isEqualTo("it is redirected in circles, more than 3 times, or to no address");
        fixture.erp.verify(0, getRequestedFor(urlEqualTo("/api/6.jpg")));
    }

    @Test
    void a_listed_name_that_leads_inside_is_not_connected_to() {
        fixture.names.put("cdn.test", time -> "127.0.0.1");
        fixture.other.stubFor(get("/1.jpg").willReturn(aResponse().withBody(Samples.jpeg())));
        assertThat(fetched("http://cdn.test:OTHER_PORT/1.jpg"))
                .isEqualTo("the name cdn.test leads to 127.0.0.1, which is not in the open internet");
        redirect("/api/1.jpg", "http://cdn.test:OTHER_PORT/1.jpg");
        assertThat(fetched("1.jpg"))
                .isEqualTo("the name cdn.test leads to 127.0.0.1, which is not in the open internet");
        assertThat(fixture.other.getAllServeEvents()).isEmpty();
    }

    @Test
    void many_refused_names_use_up_no_connection() {
        fixture.names.put("cdn.test", time -> "10.0.0." + time);
        for (int i = 1; i <= 10; i++) {
            fixture.product("bad " + i, placed("http://cdn.test:OTHER_PORT/" + i + ".jpg"));
        }
        fixture.erp.stubFor(get("/api/good.jpg").willReturn(aResponse().withBody(Samples.jpeg())));
        fixture.product("good", "good.jpg");
        assertThat(fixture.fetch().rejected()).isEqualTo(10);
        assertThat(fixture.stored()).containsOnlyKeys("good");
        assertThat(fixture.failures().values())
                .allMatch(reason -> reason.contains("which is not in the open internet"));
    }

    /** The name is looked up for the connection itself, so it cannot be another one by then. */
    @Test
    void a_name_that_changes_its_mind_is_judged_by_the_address_that_is_connected_to() {
        fixture.names.put("erp.test", time -> time == 1 ? "169.254.169.254" : "127.0.0.1");
        fixture.erp.stubFor(get("/api/1.jpg").willReturn(aResponse().withBody(Samples.jpeg())));
        assertThat(fetched("1.jpg"))
                .isEqualTo("the name erp.test leads to 169.254.169.254, which is not in the open internet");
        assertThat(fetched("1.jpg")).isNull();
    }

    @Test
    void an_ipv4_address_in_the_clothes_of_ipv6_is_known() {
        fixture.names.put("cdn.test", time -> "::ffff:192.168.0.1");
        assertThat(fetched("http://cdn.test:OTHER_PORT/1.jpg"))
                .isEqualTo("the name cdn.test leads to 192.168.0.1, which is not in the open internet");
    }
}
