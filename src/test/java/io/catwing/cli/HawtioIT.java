package io.catwing.cli;

import static io.catwing.cli.ServedDemo.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jmx.export.annotation.AnnotationMBeanExporter;

/** Hawtio, and what Jolokia answers it. */
class HawtioIT {
    private static final String OPERATOR = "Bearer " + ServedDemo.OPERATOR_TOKEN;
    private static final String VIEWER = "Bearer " + ServedDemo.VIEWER_TOKEN;
    private static final String ROUTE = "org.apache.camel:context=catwing,name=\\\"fetch-CW-000151\\\",type=routes";

    private static final String CONTEXT = "org.apache.camel:context=catwing,name=\\\"catwing\\\",type=context";

    private static ServiceFixture service;

    @BeforeAll
    static void start() {
        service = ServiceFixture.shared();
        // Beans have one name in a process: another service of this one that has ended took them with it.
        service.served().service().bean(AnnotationMBeanExporter.class).afterSingletonsInstantiated();
    }

    private static JsonNode jolokia(String user, String request) throws Exception {
        HttpResponse<String> answer = service.send("POST", "/actuator/jolokia", user, request);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    private static String exec(String bean, String operation) {
        return "{\"type\":\"exec\",\"mbean\":\"" + bean + "\",\"operation\":\"" + operation + "\"}";
    }

    private static String read(String bean, String attribute) {
        return "{\"type\":\"read\",\"mbean\":\"" + bean + "\",\"attribute\":\"" + attribute + "\"}";
    }

    @Test
    void a_viewer_opens_hawtio_and_sees_the_routes() throws Exception {
        HttpResponse<String> page = service.get("/actuator/hawtio/index.html", VIEWER);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<base href=\"/actuator/hawtio/\"", "main.");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'self'"));

        JsonNode routes = jolokia(VIEWER, "{\"type\":\"search\",\"mbean\":\"org.apache.camel:type=routes,*\"}");
        assertThat(routes.at("/value").toString()).contains("load-raw-file", "fetch-CW-000151");
        assertThat(jolokia(VIEWER, read(ROUTE, "State")).at("/value").asText()).isEqualTo("Started");
        assertThat(jolokia(VIEWER, exec(CONTEXT, "dumpRoutesAsXml()"))
                        .at("/value")
                        .asText())
                .contains("<route ", "load-raw-file")
                .doesNotContain("errorHandler", "onException");
        assertThat(service.send("POST", "/actuator/hawtio/jolokia", VIEWER, "{\"type\":\"version\"}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void an_operator_stops_and_starts_a_route_and_a_viewer_does_not() throws Exception {
        assertThat(jolokia(VIEWER, exec(ROUTE, "stop()")).at("/status").asInt()).isEqualTo(403);
        assertThat(jolokia(VIEWER, read(ROUTE, "State")).at("/value").asText()).isEqualTo("Started");

        assertThat(jolokia(OPERATOR, exec(ROUTE, "stop()")).at("/status").asInt())
                .isEqualTo(200);
        assertThat(jolokia(VIEWER, read(ROUTE, "State")).at("/value").asText()).isEqualTo("Stopped");
        assertThat(jolokia(OPERATOR, exec(ROUTE, "start()")).at("/status").asInt())
                .isEqualTo(200);

        assertThat(JdbcClient.create(service.served().database().dataSource())
                        .sql("select who || ' ' || command from ops.audit where command like 'hawtio %' order by at")
                        .query(String.class)
                        .list())
                .containsExactly("operator hawtio stop() fetch-CW-000151", "operator hawtio start() fetch-CW-000151");
    }

    @Test
    void what_loads_classes_tells_secrets_or_changes_more_than_routes_is_not_there_for_an_operator_either()
            throws Exception {
        for (String request : List.of(
                exec("com.sun.management:type=DiagnosticCommand", "jvmtiAgentLoad([Ljava.lang.String;)"),
                exec("com.sun.management:type=HotSpotDiagnostic", "dumpHeap(java.lang.String,boolean)"),
                exec("java.util.logging:type=Logging", "setLoggerLevel(java.lang.String,java.lang.String)"),
                exec("java.lang:type=Memory", "gc()"),
                exec(CONTEXT, "dumpRoutesAsXml(boolean)"),
                exec(CONTEXT, "sendStringBody(java.lang.String,java.lang.String)"),
                exec(CONTEXT, "stop()"),
                exec(ROUTE, "remove()"),
                exec(ROUTE, "updateRouteFromXml(java.lang.String)"),
                read("java.lang:type=Runtime", "SystemProperties"),
                read("java.lang:type=Runtime", "InputArguments"),
                read("com.zaxxer.hikari:type=Pool (HikariPool-1)", "ActiveConnections"),
                "{\"type\":\"write\",\"mbean\":\"" + CONTEXT + "\",\"attribute\":\"Timeout\",\"value\":1}")) {
            JsonNode answer = jolokia(OPERATOR, request);
            assertThat(answer.at("/status").asInt()).as(answer.toString()).isNotEqualTo(200);
        }
        assertThat(jolokia(OPERATOR, "{\"type\":\"read\",\"mbean\":\"java.lang:type=Runtime\"}")
                        .toString())
                .doesNotContain("java.class.path", "SystemProperties\":{");
        JsonNode all = jolokia(OPERATOR, "{\"type\":\"list\"}").at("/value");
        assertThat(all.properties())
                .extracting(domain -> domain.getKey())
                .containsOnly("io.catwing", "org.apache.camel", "java.lang");
    }

    @Test
    void many_requests_in_one_are_answered_as_long_as_the_answer_fits_the_memory() throws Exception {
        String all = "{\"type\":\"read\",\"mbean\":\"org.apache.camel:type=routes,*\"}";
        for (String request : List.of("{\"type\":\"list\"}", exec(CONTEXT, "dumpRoutesAsXml()"), all)) {
            JsonNode answers = jolokia(VIEWER, "[" + String.join(",", Collections.nCopies(100, request)) + "]");

            assertThat(answers.size()).isEqualTo(100);
            assertThat(answers.get(0).at("/status").asInt()).as(request).isEqualTo(200);
            assertThat(answers.get(99).at("/status").asInt()).as(request).isEqualTo(403);
        }
        JsonNode states =
                jolokia(VIEWER, "[" + String.join(",", Collections.nCopies(1000, read(ROUTE, "State"))) + "]");
        assertThat(states)
                .allSatisfy(state -> assertThat(state.at("/value").asText()).isEqualTo("Started"));
    }

    @Test
    void a_password_in_the_address_of_a_route_of_the_users_own_is_told_by_nothing() throws Exception {
        CamelContext camel = service.served().service().bean(CamelContext.class);
        System.setProperty("catwing.tests.drop", "passw0rd-of-the-drop");
        String address = "sftp://127.0.0.1:1/in?username=shop&password={{sys:catwing.tests.drop}}";
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(address).routeId("own-drop").autoStartup(false).to(address).toD(address + "&fileName=${body}");
            }
        });
        try {
            String own = "org.apache.camel:context=catwing,name=\\\"own-drop\\\",type=routes";
            for (String request : List.of(
                    "{\"type\":\"read\",\"mbean\":\"" + own + "\"}",
                    "{\"type\":\"read\",\"mbean\":\"org.apache.camel:type=routes,*\"}",
                    exec(own, "dumpRouteAsXml()"),
                    exec(CONTEXT, "dumpRoutesAsXml()"),
                    exec(own, "dumpRouteStatsAsXml(boolean,boolean)").replace("}", ",\"arguments\":[true,true]}"),
                    exec(CONTEXT, "dumpRoutesStatsAsXml").replace("}", ",\"arguments\":[true,true]}"),
                    "{\"type\":\"list\"}")) {
                assertThat(jolokia(OPERATOR, request).toString())
                        .as(request)
                        .contains("own-drop")
                        .doesNotContain("passw0rd-of-the-drop");
            }
            assertThat(service.get("/api/v1/routes?size=500", VIEWER).body())
                    .contains("own-drop")
                    .doesNotContain("passw0rd-of-the-drop");
            assertThat(jolokia(VIEWER, read(own, "EndpointUri")).at("/value").asText())
                    .startsWith("sftp://127.0.0.1:1/in")
                    .contains("password=xxxxxx");
        } finally {
            camel.removeRoute("own-drop");
            System.clearProperty("catwing.tests.drop");
        }
    }

    @Test
    void own_beans_tell_owed_work_the_ledger_backups_and_drills_and_say_what_each_value_is() throws Exception {
        service.ask(
                ServedDemo.OPERATOR_TOKEN,
                "fetch",
                "--client",
                "CW-000151",
                "--entity",
                "suppliers",
                "--date",
                DAY.toString());

        assertThat(jolokia(VIEWER, read("io.catwing:type=Ledger", "Files"))
                        .at("/value")
                        .asLong())
                .isPositive();
        assertThat(jolokia(VIEWER, read("io.catwing:type=Backups", "NewestAgeSeconds"))
                        .at("/value")
                        .asLong())
                .isEqualTo(-1);
        assertThat(jolokia(VIEWER, read("io.catwing:type=Drills", "Problem"))
                        .at("/value")
                        .asText())
                .startsWith("there was no good recovery drill yet\nHINT: ");
        JsonNode owed = jolokia(
                VIEWER,
                "{\"type\":\"exec\",\"mbean\":\"io.catwing:type=Owed\",\"operation\":\"of\",\"arguments\":[\"CW-000151\"]}");
        assertThat(owed.at("/value/0").asText()).startsWith("fetch raw-data/CW-000151/");

        JsonNode beans =
                jolokia(VIEWER, "{\"type\":\"list\",\"path\":\"io.catwing\"}").at("/value");
        assertThat(beans.properties()).hasSize(4).allSatisfy(bean -> {
            assertThat(bean.getValue().at("/desc").asText()).isNotEmpty();
            Stream.of("attr", "op")
                    .flatMap(part -> bean.getValue().path(part).properties().stream())
                    .forEach(part -> {
                        assertThat(part.getValue().at("/desc").asText())
                                .as(part.getKey())
                                .contains(" ");
                    });
        });
    }

    @Test
    void a_link_does_nothing_and_no_other_server_is_asked() throws Exception {
        HttpResponse<String> link = service.get(
                "/actuator/jolokia/exec/org.apache.camel:context=catwing,type=routes,name=%22load%22/stop()", OPERATOR);
        assertThat(new ObjectMapper().readTree(link.body()).at("/status").asInt())
                .isEqualTo(403);
        // By it a request names another process, and Jolokia asks that one.
        assertThatThrownBy(() -> Class.forName("org.jolokia.service.jsr160.Jsr160RequestHandler"))
                .isInstanceOf(ClassNotFoundException.class);
        assertThat(service.get("/actuator/hawtio/proxy/http/127.0.0.1/80/", OPERATOR)
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void a_page_of_another_site_cannot_ask_jolokia_for_a_browser_that_is_signed_in() throws Exception {
        String url = service.served().url();
        HttpClient http =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        new Browser(url, http).signIn("operator", ServedDemo.PASSWORD, "/");

        assertThat(post(http, url).statusCode()).isEqualTo(200);
        for (String origin : List.of("https://other.example.com", "null", "http://127.0.0.1")) {
            assertThat(post(http, origin).statusCode()).as(origin).isEqualTo(403);
        }
    }

    private static HttpResponse<String> post(HttpClient browser, String origin) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(URI.create(service.served().url() + "/actuator/jolokia"))
                        .header("Origin", origin)
                        .header("Content-Type", "text/plain")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"type\":\"version\"}"))
                        .build(),
                BodyHandlers.ofString());
    }
}
