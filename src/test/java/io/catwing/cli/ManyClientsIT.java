package io.catwing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.app.Pipeline;
import io.catwing.support.Child;
import io.catwing.support.Servers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.spi.RouteController;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process keeps a client: nothing in JMX and no routes in a command, routes alone in a service. */
class ManyClientsIT {
    private static final Servers.Bucket BUCKET = Servers.bucket();
    private static final Servers.Database DATABASE = Servers.database();

    @TempDir
    Path folder;

    @BeforeEach
    void folder_of_clients() throws IOException {
        Files.createDirectory(folder.resolve("clients"));
    }

    private void clients(int count) throws IOException {
        String file = Files.readString(Path.of("clients/CW-000200.yaml"))
                .replace("${CW_000200_URL", "${SHOP_URL")
                .replace("${CW_000200_API_KEY}", "${SHOP_API_KEY}");
        for (int i = 0; i < count; i++) {
            String id = "CW-" + (100_000 + i);
            Files.writeString(folder.resolve("clients").resolve(id + ".yaml"), file.replace("CW-000200", id));
        }
    }

    @Test
    void a_command_starts_with_500_clients_in_a_quarter_of_the_default_heap() throws IOException {
        clients(500);
        Map<String, String> environment = Map.of(
                "SHOP_API_KEY", "k",
                "CATWING_CLIENT_VARIABLES", "SHOP_*",
                "CATWING_HOME", folder.resolve("home").toString(),
                "CATWING_CLIENTS", folder.resolve("clients").toString(),
                "CATWING_DB_URL", DATABASE.url(),
                "CATWING_DB_USER", DATABASE.user(),
                "CATWING_S3_ENDPOINT", BUCKET.endpoint(),
                "CATWING_S3_ACCESS_KEY", BUCKET.accessKey(),
                "CATWING_S3_SECRET_KEY", BUCKET.secretKey(),
                "CATWING_S3_BUCKET", BUCKET.name());

        Child child = Child.start(Child.program("-Xmx128m"), environment, Path.of("."), "recover", "full", "--plan");

        assertThat(child.await()).as(child.output()).isZero();
        assertThat(child.output()).contains("Load 0 raw files").contains("Nothing was done.");
    }

    @Test
    void a_command_has_no_beans_in_jmx_and_routes_of_the_clients_that_it_asks_only() throws Exception {
        clients(3);
        Set<ObjectName> before = beans();

        try (Pipeline pipeline = Start.pipeline(settings())) {
            assertThat(beans()).isEqualTo(before);
            assertThat(routesOfClients(pipeline)).isEmpty();
        }
        Map<String, Object> asking = settings();
        asking.put("catwing.asked-erps", "CW-100001");
        try (Pipeline pipeline = Start.pipeline(asking)) {
            assertThat(beans()).isEqualTo(before);
            assertThat(routesOfClients(pipeline)).containsExactlyInAnyOrder("fetch-CW-100001", "ask-image-CW-100001");
        }
    }

    @Test
    void a_service_shows_every_route_in_jmx_and_nothing_of_what_routes_are_made_of() throws Exception {
        clients(3);
        Set<ObjectName> before = beans();

        try (Pipeline pipeline = Start.service(settings())) {
            Set<ObjectName> added = beans();
            added.removeAll(before);
            assertThat(routesOfClients(pipeline)).hasSize(3 * 2);
            assertThat(added)
                    .filteredOn(bean -> "routes".equals(bean.getKeyProperty("type")))
                    .hasSameSizeAs(pipeline.bean(CamelContext.class).getRoutes());
            assertThat(added)
                    .extracting(bean -> bean.getKeyProperty("type"))
                    .doesNotContain("processors", "endpoints", "producers", "consumers");
        }
        assertThat(beans()).isEqualTo(before);
    }

    @Test
    void routes_in_jmx_share_a_description_and_each_tells_and_does_its_own() throws Exception {
        clients(2);
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try (Pipeline pipeline = Start.service(settings())) {
            CamelContext camel = pipeline.bean(CamelContext.class);
            RouteController routes = camel.getRouteController();
            // Other tests of this process keep contexts of their own.
            Set<ObjectName> beans = server.queryNames(
                    new ObjectName("org.apache.camel:context=" + camel.getManagementName()
                            + ",type=routes,name=\"fetch-CW-*\",*"),
                    null);
            Set<Object> descriptors = Collections.newSetFromMap(new IdentityHashMap<>());
            for (ObjectName bean : beans) {
                String route = ObjectName.unquote(bean.getKeyProperty("name"));
                assertThat(server.getAttribute(bean, "RouteId")).isEqualTo(route);
                descriptors.add(server.getMBeanInfo(bean).getAttributes()[0]);

                server.invoke(bean, "stop", new Object[0], new String[0]);
                assertThat(routes.getRouteStatus(route)).isEqualTo(ServiceStatus.Stopped);
                assertThat(server.getAttribute(bean, "State")).isEqualTo("Stopped");
            }
            assertThat(beans).hasSize(2);
            assertThat(descriptors).hasSize(1);
        }
    }

    private Map<String, Object> settings() {
        return new HashMap<>(Map.of(
                "SHOP_API_KEY", "k",
                "CATWING_CLIENT_VARIABLES", "SHOP_*",
                "catwing.home", folder.resolve("home").toString(),
                "catwing.clients", folder.resolve("clients").toString(),
                "catwing.db.url", DATABASE.url(),
                "catwing.db.user", DATABASE.user(),
                "catwing.s3.endpoint", BUCKET.endpoint(),
                "catwing.s3.access-key", BUCKET.accessKey(),
                "catwing.s3.secret-key", BUCKET.secretKey(),
                "catwing.s3.bucket", BUCKET.name()));
    }

    private static List<String> routesOfClients(Pipeline pipeline) {
        return pipeline.bean(CamelContext.class).getRoutes().stream()
                .map(Route::getRouteId)
                .filter(id -> id.contains("CW-"))
                .toList();
    }

    private static Set<ObjectName> beans() throws MalformedObjectNameException {
        return ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("org.apache.camel:*"), null)
                .stream()
                .collect(Collectors.toSet());
    }
}
