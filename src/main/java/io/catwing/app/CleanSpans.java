package io.catwing.app;

import io.catwing.failure.PrintableText;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Spans without secrets. Camel writes whole addresses, options of endpoints and SQL into them: only named attributes go out, of
 * an address neither its user nor its query, and known secrets are masked.
 */
final class CleanSpans implements SpanExporter {
    private static final Set<String> KEPT = new HashSet<>(List.of(
            "component",
            "op",
            "exchangeId",
            "url.scheme",
            "url.path",
            "http.method",
            "http.status_code",
            "error",
            "error.kind",
            "event",
            "message"));

    static {
        KEPT.addAll(RunOfSpans.NAMES);
    }

    /** User and password of an address; of one without its scheme, too. */
    private static final Pattern USER = Pattern.compile("(^|//)[^/\\s@]*@");

    private static final Pattern QUERY = Pattern.compile("\\?\\S+");

    private final SpanExporter exporter;

    CleanSpans(SpanExporter exporter) {
        this.exporter = exporter;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        return exporter.export(spans.stream().<SpanData>map(Clean::new).toList());
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }

    private static String clean(String text) {
        String shown = USER.matcher(QUERY.matcher(text).replaceAll("?…")).replaceAll("$1");
        return PrintableText.clean(shown, PrintableText.LONGEST_MESSAGE);
    }

    private static Attributes clean(Attributes attributes) {
        AttributesBuilder kept = Attributes.builder();
        attributes.forEach((key, value) -> {
            if (KEPT.contains(key.getKey())) {
                kept.put(key.getKey(), clean(value.toString()));
            }
        });
        return kept.build();
    }

    private static final class Clean extends DelegatingSpanData {
        private final SpanData span;

        Clean(SpanData span) {
            super(span);
            this.span = span;
        }

        @Override
        public String getName() {
            return clean(span.getName());
        }

        @Override
        public Attributes getAttributes() {
            return clean(span.getAttributes());
        }

        @Override
        public List<EventData> getEvents() {
            return span.getEvents().stream()
                    .map(event -> EventData.create(
                            event.getEpochNanos(), clean(event.getName()), clean(event.getAttributes())))
                    .toList();
        }

        @Override
        public StatusData getStatus() {
            return StatusData.create(
                    span.getStatus().getStatusCode(), clean(span.getStatus().getDescription()));
        }
    }
}
