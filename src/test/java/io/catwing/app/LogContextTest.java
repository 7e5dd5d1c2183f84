package io.catwing.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class LogContextTest {
    private final CamelContext camel = new DefaultCamelContext();
    private final ExecutorService threads = Executors.newFixedThreadPool(3);
    private final Queue<Map<String, String>> seen = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void start() throws Exception {
        camel.getCamelContextExtension().addInterceptStrategy(new LogContext());
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:clients")
                        .split(body())
                        .parallelProcessing()
                        .executorService(threads)
                        .setVariable("client", body())
                        .to("direct:client")
                        .end();
                from("direct:client")
                        .setVariable("subject", constant("products"))
                        .setVariable("date", constant("2026-02-24"))
                        .process(LogContextTest.this::see)
                        .setVariable("subject", constant("stats.sales"))
                        .process(LogContextTest.this::see);
                from("direct:nothing").process(LogContextTest.this::see);
            }
        });
        camel.start();
    }

    private void see(Exchange exchange) {
        seen.add(MDC.getCopyOfContextMap() == null ? Map.of() : MDC.getCopyOfContextMap());
    }

    @AfterEach
    void stop() {
        camel.stop();
        threads.shutdownNow();
        MDC.clear();
    }

    private void send(String endpoint, String run) {
        try (ProducerTemplate template = camel.createProducerTemplate()) {
            template.send(endpoint, exchange -> {
                exchange.setVariable("runId", run);
                exchange.getMessage().setBody("CW-000151,CW-000200,CW-000300");
            });
        } catch (java.io.IOException unclosed) {
            throw new java.io.UncheckedIOException(unclosed);
        }
    }

    @Test
    void each_step_knows_its_run_client_entity_and_key_in_whichever_thread_it_is() {
        MDC.put("whose", "the caller's");

        send("direct:clients", "20260224-031500-7f3a");

        assertThat(seen.stream().map(Map::toString).collect(Collectors.toSet())).hasSize(6);
        for (String client : new String[] {"CW-000151", "CW-000200", "CW-000300"}) {
            assertThat(seen)
                    .contains(
                            Map.of(
                                    "run", "20260224-031500-7f3a",
                                    "client", client,
                                    "entity", "products",
                                    "date", "2026-02-24",
                                    "key", "raw-data/" + client + "/2026-02-24/products.json"),
                            Map.of(
                                    "run", "20260224-031500-7f3a",
                                    "client", client,
                                    "entity", "stats.sales",
                                    "date", "2026-02-24"));
        }
        assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("whose", "the caller's"));
    }

    @Test
    void a_thread_that_is_used_again_knows_nothing_of_what_was_before() throws Exception {
        send("direct:clients", "20260224-031500-7f3a");

        assertThat(threads.submit(MDC::getCopyOfContextMap).get()).isNullOrEmpty();
        seen.clear();
        send("direct:nothing", null);
        assertThat(seen).containsExactly(Map.of());
    }
}
