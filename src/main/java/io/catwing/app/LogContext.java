package io.catwing.app;

import io.catwing.bucket.RawKey;
import java.util.Map;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.slf4j.MDC;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/**
 * What a line of the log is about, in its MDC: {@code run}, {@code client}, {@code entity} (or whatever else the stage works on), {@code date},
 * and {@code key} where that is a raw file. Around each step of each route, from the variables that the routes set: they are
 * right in whichever thread a part of a split runs. Camel's own MDC knows its exchanges and routes instead.
 */
@Component
@ConditionalOnProperty(LogContext.PROPERTY)
public class LogContext implements InterceptStrategy {
    /** Whether lines have it: those of a service. */
    public static final String PROPERTY = "catwing.log.context";

    /** Names in the MDC by the variables that they have their values from. */
    private static final Map<String, String> NAMES =
            Map.of("runId", "run", "client", "client", "subject", "entity", "date", "date");

    private static final String KEY = "key";

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext camel, NamedNode step, Processor target, Processor nextTarget) {
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                if (exchange.getVariable("runId") == null) {
                    return super.process(exchange, callback);
                }
                Map<String, String> before = MDC.getCopyOfContextMap();
                put(exchange);
                try {
                    return super.process(exchange, callback);
                } finally {
                    if (before == null) {
                        MDC.clear();
                    } else {
                        MDC.setContextMap(before);
                    }
                }
            }
        };
    }

    private static void put(Exchange exchange) {
        NAMES.forEach((variable, name) -> {
            Object value = exchange.getVariable(variable);
            if (value != null) {
                MDC.put(name, value.toString());
            }
        });
        RawKey.tryParse(RawKey.PREFIX + MDC.get("client") + "/" + MDC.get("date") + "/" + MDC.get("entity") + ".json")
                .ifPresent(key -> MDC.put(KEY, key.toString()));
    }
}
