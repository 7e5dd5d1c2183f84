package io.catwing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.support.Child;
import io.catwing.support.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands with routes of one's own, each a process of its own. */
class OwnRoutesIT {
    private final Servers.Bucket bucket = Servers.bucket();
    private final Servers.Database database = Servers.database();

    @TempDir
    Path folder;

    @BeforeEach
    void a_client() throws IOException {
        Files.createDirectory(folder.resolve("clients"));
        Files.createDirectory(folder.resolve("mine"));
        Files.writeString(
                folder.resolve("clients/CW-000300.yaml"),
                """
                client: CW-000300
                name: Test
                time_zone: UTC
                erp: {retry: {attempts: 1}}
                entities:
                  products:
                    snapshot: true
                    source: direct:shelf
                    format: ndjson
                    mapping: {product_id: /id, name: /name}
                """);
    }

    @Test
    void check_asks_the_routes_that_it_checked() throws IOException {
        route("shelf", "direct:shelf");

        assertThat(catwing(0, "check", "--live", "--routes", "mine"))
                .contains("1 route of your own is sound", "CW-000300 products: everything fits");
    }

    @Test
    void a_route_that_cannot_start_is_told_by_its_name() throws IOException {
        route("shelf", "direct:shelf");
        route("one", "direct:{{NO_SUCH_VARIABLE:door}}");
        route("two", "direct:{{NO_OTHER_VARIABLE:door}}");

        assertThat(catwing(2, "check", "--live", "--routes", "mine"))
                .contains(
                        "catwing: the route two cannot be started: Failed to start route: two because: Multiple consumers for"
                                + " the same endpoint is not allowed: direct://door\nHINT: where it is of your own, correct it or"
                                + " take its file out of CATWING_ROUTES");
    }

    private void route(String id, String from) throws IOException {
        Files.writeString(
                folder.resolve("mine/" + id + ".camel.yaml"),
                """
                - route:
                    id: %s
                    from:
                      uri: "%s"
                      steps:
                        - setBody:
                            constant: '{"id": "1", "name": "One"}'
                """
                        .formatted(id, from));
    }

    private String catwing(int exit, String... command) {
        Map<String, String> environment = new HashMap<>(Servers.environment(database, bucket));
        environment.put("CATWING_HOME", folder.resolve("home").toString());
        Child child = Child.start(Child.program(), environment, folder, command);
        assertThat(child.await()).as(child.output()).isEqualTo(exit);
        return child.output();
    }
}
