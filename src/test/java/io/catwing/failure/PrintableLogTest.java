package io.catwing.failure;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import io.catwing.support.HostileText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.DefaultBootstrapContext;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.core.env.StandardEnvironment;

class PrintableLogTest {
    private static final String SECRET = "s3cr3t-of-the-log";

    @Test
    void no_text_from_outside_begins_a_line_or_steers_what_shows_the_log() {
        Secrets.register(SECRET);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger logger = context.getLogger("hostile");
        logger.setAdditive(false);
        OutputStreamAppender<ILoggingEvent> appender = appender(context, written);
        logger.addAppender(appender);
        try {
            new PrintableLog()
                    .onApplicationEvent(new ApplicationEnvironmentPreparedEvent(
                            new DefaultBootstrapContext(),
                            new SpringApplication(),
                            new String[0],
                            new StandardEnvironment()));
            HostileText.some(HostileText.count())
                    .forEach(text -> logger.warn(
                            "answered {}", text + SECRET, new IllegalStateException(text + SECRET + "\nEVENT forged")));
        } finally {
            logger.detachAppender(appender);
        }

        String log = written.toString(StandardCharsets.UTF_8);
        assertThat(log).doesNotContain(SECRET);
        assertThat(log.lines().filter(line -> line.startsWith("EVENT"))).hasSize(HostileText.count());
        assertThat(log.lines()).allMatch(line -> line.startsWith("EVENT answered ") || line.startsWith("\t"));
        assertThat(log.codePoints().filter(c -> c != '\n' && c != '\t')).allMatch(PrintableText::isPrintable);
    }

    private static OutputStreamAppender<ILoggingEvent> appender(LoggerContext context, ByteArrayOutputStream out) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setPattern("EVENT %m%n%ex{2}");
        encoder.start();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(out);
        appender.start();
        return appender;
    }
}
