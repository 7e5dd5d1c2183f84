package io.catwing.app;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.List;
import org.slf4j.MDC;

/** Gives each span what the lines of the log have of it: a run is many traces. */
final class RunOfSpans implements SpanProcessor {
    static final List<String> NAMES = List.of("run", "client", "entity", "date", "key");

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        for (String name : NAMES) {
            String value = MDC.get(name);
            if (value != null) {
                span.setAttribute(name, value);
            }
        }
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        // Nothing to do.
    }

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
