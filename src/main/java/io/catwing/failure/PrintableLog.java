package io.catwing.failure;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import ch.qos.logback.core.spi.AppenderAttachable;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Wraps every appender of the log, however it was configured: the output is printable, without our
 * secrets, and no external text can start a line of its own. Listens to the start of every application context, right
 * after the log was set up.
 */
public final class PrintableLog implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {
    /** Whether the console is the standard error, since the standard output is the result of a command. */
    public static final String TO_ERR = "catwing.log.err";

    /** Of one event with its stack trace, in characters. */
    static final int LONGEST = 64_000;

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext log) {
            boolean toErr = event.getEnvironment().getProperty(TO_ERR, Boolean.class, false);
            for (Logger logger : log.getLoggerList()) {
                guard(logger, toErr);
            }
        }
    }

    /** After Spring Boot's own listener, which sets the log up. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE + 21;
    }

    private static void guard(AppenderAttachable<ILoggingEvent> holder, boolean toErr) {
        for (Iterator<Appender<ILoggingEvent>> all = holder.iteratorForAppenders(); all.hasNext(); ) {
            Appender<ILoggingEvent> appender = all.next();
            if (toErr && appender instanceof ConsoleAppender<ILoggingEvent> console) {
                console.setOutputStream(ConsoleTarget.SystemErr.getStream());
            }
            if (appender instanceof OutputStreamAppender<ILoggingEvent> writer
                    && !(writer.getEncoder() instanceof PrintableEncoder)) {
                writer.setEncoder(new PrintableEncoder(writer.getEncoder()));
            } else if (appender instanceof AppenderAttachable<?> nested) {
                @SuppressWarnings("unchecked")
                AppenderAttachable<ILoggingEvent> events = (AppenderAttachable<ILoggingEvent>) nested;
                guard(events, toErr);
            }
        }
    }

    /** Formats an event: lines after the first are indented, so that none looks like another event. */
    static String line(String event) {
        String text = PrintableText.cleanLines(event.stripTrailing(), LONGEST);
        return text.replace("\n", "\n\t") + "\n";
    }

    /** Another encoder, whose output is made printable. */
    static final class PrintableEncoder extends EncoderBase<ILoggingEvent> {
        private final Encoder<ILoggingEvent> inner;

        PrintableEncoder(Encoder<ILoggingEvent> inner) {
            this.inner = inner;
            setContext(inner.getContext());
            start();
        }

        @Override
        public byte[] headerBytes() {
            return inner.headerBytes();
        }

        @Override
        public byte[] encode(ILoggingEvent event) {
            return line(new String(inner.encode(event), StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] footerBytes() {
            return inner.footerBytes();
        }
    }
}
