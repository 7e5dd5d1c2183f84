package io.catwing.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.catwing.failure.Secrets;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.net.URLDecoder;
import java.util.Map;
import org.apache.camel.opentelemetry2.OpenTelemetryTracer;
import org.apache.camel.spi.CamelContextCustomizer;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * OpenTelemetry traces of the routes, by OTLP over HTTP, as the environment's {@code OTEL_…} say. Nothing of it is there
 * unless {@code catwing.tracing} is true.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "catwing.tracing", havingValue = "true")
class Tracing {
    private static final Map<String, String> DEFAULTS = Map.of(
            "otel.service.name", "catwing",
            "otel.exporter.otlp.protocol", "http/protobuf",
            "otel.metrics.exporter", "none",
            "otel.logs.exporter", "none");

    @Bean
    OpenTelemetrySdk openTelemetry(Environment environment) {
        registerHeaders(environment.getProperty("OTEL_EXPORTER_OTLP_HEADERS", ""));
        registerHeaders(environment.getProperty("OTEL_EXPORTER_OTLP_TRACES_HEADERS", ""));
        return AutoConfiguredOpenTelemetrySdk.builder()
                .addPropertiesSupplier(() -> DEFAULTS)
                .addSpanExporterCustomizer((exporter, settings) -> new CleanSpans(exporter))
                .addTracerProviderCustomizer((tracers, settings) -> tracers.addSpanProcessor(new RunOfSpans()))
                .disableShutdownHook()
                .build()
                .getOpenTelemetrySdk();
    }

    /** They hold the receiver's key: {@code name=value,…}, percent-encoded. */
    private static void registerHeaders(String headers) {
        for (String header : headers.split(",")) {
            Secrets.register(URLDecoder.decode(header.substring(header.indexOf('=') + 1), UTF_8)
                    .strip());
        }
    }

    @Bean
    Tracer routeTracer(OpenTelemetrySdk telemetry) {
        return telemetry.getTracer("io.catwing");
    }

    /** ERPs learn nothing of our traces, and begin none. */
    @Bean
    ContextPropagators noPropagators() {
        return ContextPropagators.noop();
    }

    @Bean
    CamelContextCustomizer tracedRoutes() {
        return camel -> new OpenTelemetryTracer().init(camel);
    }
}
