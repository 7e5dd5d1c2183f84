package io.catwing.failure;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwing.support.HostileText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

/** The log in JSON: a line an event, whatever texts are in it, and no secret in any form. */
class PrintableJsonTest {
    /** Escaped in JSON, so that what is written is not what is known. */
    private static final String SECRET = "s3cr\u00fct\"of/the\\json-log";

    private final LoggerContext context = new LoggerContext();

    private PrintableLog.PrintableEncoder encoder() throws Exception {
        StandardEnvironment environment = new StandardEnvironment();
        new YamlPropertySourceLoader()
                .load("application", new ClassPathResource("application.yaml"))
                .forEach(environment.getPropertySources()::addLast);
        context.setMDCAdapter(MDC.getMDCAdapter());
        context.putObject(Environment.class.getName(), environment);
        StructuredLogEncoder encoder = new StructuredLogEncoder();
        encoder.setFormat("ecs");
        encoder.setContext(context);
        encoder.start();
        return new PrintableLog.PrintableEncoder(encoder);
    }

    private String line(PrintableLog.PrintableEncoder encoder, String text, Throwable thrown) {
        LoggingEvent event = new LoggingEvent(
                "here", context.getLogger("io.catwing"), Level.WARN, "answered {}", thrown, new Object[] {text});
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }

    @AfterEach
    void forget() {
        MDC.clear();
    }

    @Test
    void every_event_is_one_object_on_one_line_that_has_no_secret_even_where_json_escapes_it() throws Exception {
        Secrets.register(SECRET);
        PrintableLog.PrintableEncoder encoder = encoder();
        List<String> texts =
                new ArrayList<>(HostileText.some(HostileText.count()).toList());
        texts.add(SECRET.repeat(5_000));
        texts.add("\"\\\n".repeat(30_000));
        for (String text : texts) {
            MDC.put("client", text + SECRET);
            String line = line(encoder, text + SECRET, new IllegalStateException(text + SECRET));

            assertThat(line).endsWith("\n").doesNotContain("the\\\\json-log", "of/the", "of\\/the");
            assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
            JsonNode event = new ObjectMapper().readTree(line);
            assertThat(event.path("message").asText()).startsWith("answered ").doesNotContain(SECRET, "json-log");
            assertThat(event.path("client").asText()).doesNotContain("json-log");
            assertThat(event.path("error").path("stack_trace").asText())
                    .contains("IllegalStateException")
                    .doesNotContain("json-log");
            assertThat(event.path("message").asText().codePoints().filter(c -> c != '\n'))
                    .allMatch(PrintableText::isPrintable);
        }
    }

    @Test
    void a_line_says_what_it_is_about() throws Exception {
        MDC.setContextMap(Map.of("run", "20260224-031500-7f3a", "client", "CW-000200", "entity", "products"));

        JsonNode event = new ObjectMapper().readTree(line(encoder(), "200", null));

        assertThat(event.path("run").asText()).isEqualTo("20260224-031500-7f3a");
        assertThat(event.path("client").asText()).isEqualTo("CW-000200");
        assertThat(event.path("entity").asText()).isEqualTo("products");
        assertThat(event.path("log").path("level").asText()).isEqualTo("WARN");
    }
}
