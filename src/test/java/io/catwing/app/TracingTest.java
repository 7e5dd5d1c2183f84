package io.catwing.app;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.catwing.failure.Secrets;
import io.opentelemetry.api.OpenTelemetry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.MDC;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class TracingTest {
    private static final String ENDPOINT = "otel.exporter.otlp.endpoint";

    @RegisterExtension
    final WireMockExtension receiver = WireMockExtension.newInstance()
            .options(WireMockConfiguration.options().dynamicPort())
            .build();

    @RegisterExtension
    final WireMockExtension erp = WireMockExtension.newInstance()
            .options(WireMockConfiguration.options().dynamicPort())
            .build();

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(CamelAutoConfiguration.class))
            .withUserConfiguration(Tracing.class)
            .withBean(RouteBuilder.class, this::routes);

    @BeforeEach
    void sendToReceiver() {
        System.setProperty(ENDPOINT, receiver.baseUrl());
        receiver.stubFor(any(anyUrl()).willReturn(ok()));
        erp.stubFor(get(urlPathEqualTo("/stock")).willReturn(ok("[]")));
    }

    @AfterEach
    void sendNowhere() {
        System.clearProperty(ENDPOINT);
    }

    private RouteBuilder routes() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask-for-stock")
                        .routeId("ask-for-stock")
                        .setHeader("CamelHttpQuery", constant("page=1&sig=unknown-signature"))
                        .to("http://localhost:" + erp.getPort() + "/stock?api_key=key-in-an-option")
                        .to("direct:refuse");
                from("direct:refuse")
                        .routeId("refuse")
                        .throwException(
                                IllegalStateException.class,
                                "token-of-the-erp was refused by https://anna:password-of-anna@erp.example.com/stock?sig=another-signature");
            }
        };
    }

    private List<LoggedRequest> received() {
        return receiver.findAll(postRequestedFor(urlEqualTo("/v1/traces")));
    }

    private String run(String... properties) {
        context.withPropertyValues(properties).run(started -> {
            assertThat(started).hasNotFailed();
            try (ProducerTemplate template = started.getBean(CamelContext.class).createProducerTemplate()) {
                template.send("direct:ask-for-stock", exchange -> exchange.getMessage()
                        .setBody("of-nobody"));
            }
        });
        return received().stream()
                .map(request -> new String(request.getBody(), StandardCharsets.ISO_8859_1))
                .collect(Collectors.joining());
    }

    @Test
    void spans_of_routes_reach_the_receiver_with_the_run_that_they_are_of() {
        MDC.put("run", "run-4711");
        String sent;
        try {
            sent = run("catwing.tracing=true");
        } finally {
            MDC.remove("run");
        }

        assertThat(sent)
                .contains("catwing", "ask-for-stock", "refuse", "localhost:" + erp.getPort() + "/stock", "run-4711")
                .contains("was refused by https://erp.example.com/stock?");
    }

    @Test
    void no_secret_is_in_a_span_and_no_header_tells_others_of_it() {
        Secrets.register("token-of-the-erp");

        String sent = run("catwing.tracing=true", "OTEL_EXPORTER_OTLP_HEADERS=x-key=key%2Fof-the-receiver");

        assertThat(Secrets.mask("key/of-the-receiver")).isEqualTo("***");
        assertThat(sent)
                .contains("*** was refused")
                .doesNotContain(
                        "key-in-an-option", "unknown-signature", "another-signature", "password-of-anna", "anna")
                .doesNotContain("token-of-the-erp", "CamelHttp", "of-nobody");
        assertThat(erp.findAll(getRequestedFor(urlPathEqualTo("/stock"))))
                .singleElement()
                .satisfies(request -> assertThat(request.getHeaders().keys())
                        .doesNotContain("traceparent", "tracestate", "baggage", "CAMEL_TRACE_ID"));
    }

    @Test
    void without_the_switch_nothing_is_sent_and_no_bean_is_made() {
        assertThat(run()).isEmpty();

        context.withPropertyValues("catwing.tracing=")
                .run(started ->
                        assertThat(started).doesNotHaveBean(OpenTelemetry.class).doesNotHaveBean(Tracing.class));
        assertThat(receiver.getAllServeEvents()).isEmpty();
    }
}
