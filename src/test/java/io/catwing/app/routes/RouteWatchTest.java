package io.catwing.app.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.catwing.failure.AbortingFailure;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class RouteWatchTest {
    private static final String OWN = "switch-to";

    @TempDir
    Path folder;

    private final CamelContext camel = new DefaultCamelContext();
    private final ProducerTemplate template = camel.createProducerTemplate();
    private UserRoutes routes;
    private RouteWatch watch;

    /** What the bean of the built-in route is called with tells that it was called. */
    public static final class Probe {
        public String to() {
            return "the built-in route";
        }
    }

    /** Holds what is under way. */
    public static final class Gate {
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch open = new CountDownLatch(1);

        public void pass() throws InterruptedException {
            entered.countDown();
            open.await();
        }
    }

    private void start() throws Exception {
        camel.getRegistry().bind("switchDatabase", new Probe());
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(ResourceHelper.resolveResource(camel, "classpath:routes/recover/switch-to.camel.yaml"));
        routes = new UserRoutes(folder, Set.of("switchDatabase"));
        routes.beforeApplicationStart(camel);
        camel.start();
        watch = new RouteWatch(routes);
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void a_route_takes_the_place_of_a_built_in_one_is_edited_and_gives_it_back() throws Exception {
        start();
        assertThat(ask()).isEqualTo("the built-in route");

        write(OWN, says(OWN, "mine"));
        watch.look();
        assertThat(ask()).isEqualTo("mine");

        write(OWN, says(OWN, "edited"));
        watch.look();
        assertThat(ask()).isEqualTo("edited");

        Files.delete(folder.resolve(OWN + ".camel.yaml"));
        watch.look();
        assertThat(ask()).isEqualTo("the built-in route");
        assertThat(camel.getRoutes()).hasSize(1);
    }

    @Test
    void routes_that_are_there_at_the_start_are_loaded_and_begin_only_in_a_service() throws Exception {
        write(OWN, says(OWN, "mine"));
        write("clock", RouteFolderTest.route("clock", "timer:x?period=3600000", "log:x"));
        start();

        assertThat(ask()).isEqualTo("mine");
        assertThat(camel.getRouteController().getRouteStatus("clock").isStarted())
                .isFalse();
        routes.startAll();
        assertThat(camel.getRouteController().getRouteStatus("clock").isStarted())
                .isTrue();
    }

    @Test
    void a_bad_file_at_the_start_is_told_and_nothing_starts() throws Exception {
        write("a", RouteFolderTest.route("b", "direct:a", "log:x"));
        write("c", RouteFolderTest.route("c", "direct:c", "direct:d"));

        assertThatThrownBy(this::start)
                .isInstanceOf(AbortingFailure.class)
                .hasMessageContaining("the route's id 'b' is not the file's name")
                .hasMessageContaining("no route begins with direct:d")
                .hasMessageEndingWith(
                        "HINT: correct them, or take them out of the folder; ./catwing check looks again");
        assertThat(camel.isStarted()).isFalse();
    }

    @Test
    void a_bad_edit_leaves_the_running_route_and_its_repair_is_taken() throws Exception {
        start();
        write(OWN, says(OWN, "mine"));
        watch.look();

        String step = "- log: {id: same, message: x}\n        ";
        for (String bad : new String[] {
            "- route: [",
            "",
            says("other", "x"),
            says(OWN, "${unknown(}"),
            says(OWN, "x").replace("- setBody", step + step + "- setBody")
        }) {
            write(OWN, bad);
            watch.look();
            watch.look();
            assertThat(ask()).as(bad).isEqualTo("mine");
            write(OWN, says(OWN, "mine"));
            watch.look();
            assertThat(ask()).as(bad).isEqualTo("mine");
        }
        write(OWN, says(OWN, "repaired"));
        watch.look();
        assertThat(ask()).isEqualTo("repaired");
    }

    /** Two placeholders may have the same value: no check of a file sees that. */
    @Test
    void what_camel_refuses_when_the_old_route_is_gone_brings_the_old_route_back() throws Exception {
        write("a", answers("a", "direct:a", "a"));
        write("b", answers("b", "direct:b", "b"));
        start();
        String edit = answers("a", "direct:{{NO_SUCH_VARIABLE:b}}", "edited");

        write("a", edit);
        List<String> told = logged(() -> {
            watch.look();
            watch.look();
        });
        assertThat(told).hasSize(1);
        assertThat(told.get(0))
                .startsWith(folder.resolve("a.camel.yaml")
                        + " is refused, and what ran goes on:\nthe route of a.camel.yaml" + " cannot be made: ")
                .contains("Multiple consumers for the same endpoint is not allowed: direct://b");
        assertThat(ask("a")).isEqualTo("a");
        assertThat(ask("b")).isEqualTo("b");

        write("a", answers("a", "direct:a", "a"));
        watch.look();
        assertThat(ask("a")).isEqualTo("a");

        write("a", edit);
        watch.look();
        write("b", answers("b", "direct:c", "b"));
        watch.look();
        assertThat(ask("b")).as("what was refused is right now").isEqualTo("edited");
        assertThat(ask("c")).isEqualTo("b");
    }

    @Test
    void an_edit_of_another_file_leaves_what_runs_in_place_of_a_refused_one_alone() throws Exception {
        write("a", answers("a", "direct:a", "a"));
        write("b", answers("b", "direct:b", "b"));
        write("other", answers("other", "direct:other", "x"));
        start();
        write("a", answers("a", "direct:{{NO_SUCH_VARIABLE:b}}", "edited"));
        watch.look();
        Route running = camel.getRoute("a");

        write("other", answers("other", "direct:other", "y"));
        assertThat(logged(watch::look)).isEmpty();

        assertThat(ask("other")).isEqualTo("y");
        assertThat(camel.getRoute("a")).isSameAs(running);
    }

    @Test
    void a_new_file_that_camel_refuses_leaves_nothing_behind() throws Exception {
        write("b", answers("b", "direct:b", "b"));
        start();

        write("a", answers("a", "direct:{{NO_SUCH_VARIABLE:b}}", "a"));
        List<String> told = logged(watch::look);

        assertThat(told.get(0)).startsWith(folder.resolve("a.camel.yaml") + " is refused, and no route a runs:\n");
        assertThat(camel.getCamelContextExtension()
                        .getContextPlugin(Model.class)
                        .getRouteDefinitions())
                .extracting(RouteDefinition::getRouteId)
                .containsExactlyInAnyOrder("switch-to", "b");
    }

    @Test
    void a_file_that_is_renamed_runs_under_its_new_name() throws Exception {
        String text =
                answers("a", "direct:door", "x").replace("- setBody", "- log: {id: s, message: x}\n        - setBody");
        write("a", text);
        start();

        Files.move(folder.resolve("a.camel.yaml"), folder.resolve("b.camel.yaml"));
        write("b", text.replace("id: a", "id: b"));
        watch.look();

        assertThat(ask("door")).isEqualTo("x");
        assertThat(camel.getRoute("a")).isNull();
        assertThat(camel.getRoute("b")).isNotNull();
    }

    @Test
    void an_endpoint_that_moves_to_another_file_moves_with_one_look() throws Exception {
        write("a", answers("a", "direct:a", "a"));
        write("b", answers("b", "direct:b", "b"));
        start();

        write("a", answers("a", "direct:b", "a"));
        write("b", answers("b", "direct:c", "b"));
        assertThat(logged(watch::look)).isEmpty();

        assertThat(ask("b")).isEqualTo("a");
        assertThat(ask("c")).isEqualTo("b");
    }

    @Test
    void what_was_refused_is_looked_at_again_when_another_file_changes() throws Exception {
        start();
        write("a", RouteFolderTest.route("a", "direct:a", "direct:b"));
        assertThat(logged(() -> {
                    watch.look();
                    watch.look();
                }))
                .hasSize(1);

        write("b", answers("b", "direct:b", "b"));
        assertThat(logged(watch::look)).isEmpty();

        assertThat(ask("a")).isEqualTo("b");
    }

    @Test
    void a_route_without_its_variables_goes_with_its_file() throws Exception {
        write(OWN, says(OWN, "{{NO_SUCH_VARIABLE}}"));
        start();
        assertThatThrownBy(this::ask).rootCause().hasMessageContaining("has no value for {{NO_SUCH_VARIABLE}}");
        assertThat(logged(watch::look)).isEmpty();

        Files.delete(folder.resolve(OWN + ".camel.yaml"));
        watch.look();

        assertThat(ask()).isEqualTo("the built-in route");
    }

    @Test
    void a_route_that_cannot_start_is_told_with_its_file() throws Exception {
        write("a", RouteFolderTest.route("a", "seda:x?multipleConsumers=true", "log:x"));
        write(
                "b",
                RouteFolderTest.route(
                        "b", "file:/proc/none?autoCreate=false&startingDirectoryMustExist=true", "log:x"));
        start();

        assertThatThrownBy(routes::startAll)
                .isInstanceOf(AbortingFailure.class)
                .hasMessageMatching("(?s)the route " + folder.resolve("b.camel.yaml")
                        + " cannot be started: .*/proc/none.*\nHINT: correct it, or take its file out of the folder");
    }

    /** As Kubernetes changes a mounted ConfigMap. */
    @Test
    void a_folder_whose_files_are_links_that_are_exchanged_is_followed() throws Exception {
        Path first = Files.createDirectory(folder.resolve("..1"));
        Path second = Files.createDirectory(folder.resolve("..2"));
        Files.writeString(first.resolve(OWN + ".camel.yaml"), says(OWN, "first"));
        Files.writeString(second.resolve(OWN + ".camel.yaml"), says(OWN, "second"));
        Files.createSymbolicLink(folder.resolve("..data"), first.getFileName());
        Files.createSymbolicLink(folder.resolve(OWN + ".camel.yaml"), Path.of("..data", OWN + ".camel.yaml"));
        start();
        assertThat(ask()).isEqualTo("first");

        Files.createSymbolicLink(folder.resolve("..new"), second.getFileName());
        Files.move(folder.resolve("..new"), folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        watch.look();

        assertThat(ask()).isEqualTo("second");
    }

    @Test
    void what_is_under_way_ends_in_the_old_route_and_who_comes_meanwhile_gets_the_new_one() throws Exception {
        Gate gate = new Gate();
        camel.getRegistry().bind("switchDatabase", gate);
        write(
                OWN,
                says(OWN, "old").replace("- setBody", "- bean:\n            ref: switchDatabase\n        - setBody"));
        routes = new UserRoutes(folder, Set.of("switchDatabase"));
        routes.beforeApplicationStart(camel);
        camel.start();
        watch = new RouteWatch(routes);
        Future<String> underWay = template.asyncRequestBody("direct:" + OWN, "x", String.class);
        gate.entered.await();

        write(OWN, says(OWN, "new"));
        Thread exchanging = new Thread(watch::look);
        exchanging.start();
        gate.open.countDown();
        exchanging.join();

        assertThat(underWay.get()).isEqualTo("old");
        assertThat(ask()).isEqualTo("new");
    }

    @Test
    void a_thousand_edits_leave_no_beans_in_jmx_no_definitions_no_endpoints_and_no_objects() throws Exception {
        start();
        for (int edit = 0; edit < 50; edit++) {
            edit(edit);
        }
        assertThat(ask()).isEqualTo("edit 49");
        int beans = beans();
        Map<String, Long> objects = objects();
        int endpoints = camel.getEndpoints().size();
        int services = camel.getCamelContextExtension().getServices().size();

        for (int edit = 50; edit < 1_000; edit++) {
            edit(edit);
        }

        assertThat(ask()).isEqualTo("edit 999");
        assertThat(camel.getRoutes()).hasSize(1);
        assertThat(camel.getCamelContextExtension()
                        .getContextPlugin(Model.class)
                        .getRouteDefinitions())
                .hasSize(1);
        assertThat(camel.getEndpoints()).hasSize(endpoints);
        assertThat(camel.getCamelContextExtension().getServices()).hasSize(services);
        assertThat(beans()).isEqualTo(beans);
        // One object kept of each edit would be 950 more.
        Map<String, Long> kept = objects();
        kept.replaceAll((type, count) -> count - objects.getOrDefault(type, 0L));
        kept.values().removeIf(more -> more < 475);
        assertThat(kept).isEmpty();
    }

    private void edit(int number) throws Exception {
        write(
                OWN,
                says(OWN, "edit " + number)
                        .replace(
                                // Camel keeps the last 1,000 expressions in simple, whatever becomes of their routes.
                                "simple:", "constant:")
                        .replace(
                                "- setBody",
                                "- to:\n            id: s" + number + "\n            uri: log:e" + number
                                        + "\n        - setBody"));
        watch.look();
    }

    private String ask() {
        return ask(OWN);
    }

    private String ask(String endpoint) {
        return template.requestBody("direct:" + endpoint, "x", String.class);
    }

    /** Errors that the watch tells meanwhile. */
    private static List<String> logged(Runnable action) {
        Logger logger = (Logger) LoggerFactory.getLogger(RouteWatch.class);
        ListAppender<ILoggingEvent> events = new ListAppender<>();
        events.start();
        logger.addAppender(events);
        try {
            action.run();
        } finally {
            logger.detachAppender(events);
        }
        return events.list.stream()
                .filter(event -> event.getLevel() == Level.ERROR)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private static String answers(String id, String from, String text) {
        return says(id, text).replace("direct:" + OWN, from);
    }

    private void write(String name, String text) throws Exception {
        Path written = Files.writeString(folder.resolve(".written"), text);
        Files.move(written, folder.resolve(name + ".camel.yaml"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String says(String id, String text) {
        return """
                - route:
                    id: %s
                    from:
                      uri: direct:%s
                      steps:
                        - setBody:
                            simple:
                              expression: "%s"
                """
                .formatted(id, OWN, text);
    }

    private int beans() throws Exception {
        return ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("org.apache.camel:context=" + camel.getManagementName() + ",*"), null)
                .size();
    }

    /** Of Camel's and our classes, after a collection. */
    private static Map<String, Long> objects() throws Exception {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {null},
                        new String[] {String[].class.getName()});
        return histogram
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(cells -> cells.length > 3 && cells[3].matches("(org\\.apache\\.camel|io\\.catwing)\\..*"))
                .collect(Collectors.toMap(cells -> cells[3], cells -> Long.valueOf(cells[1]), Long::sum));
    }
}
