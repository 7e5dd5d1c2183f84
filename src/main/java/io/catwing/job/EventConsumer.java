package io.catwing.job;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One route that is told of events, one after the other, by a thread of its own: a route that hangs keeps neither the run
 * nor another route waiting. What comes while its queue is full is dropped: the first events of a row of failures are the
 * ones that say why.
 */
final class EventConsumer extends DefaultConsumer implements ShutdownAware {
    private static final Logger LOG = LoggerFactory.getLogger(EventConsumer.class);

    private static final Map<String, String> HEADERS =
            Map.of("CatwingEvent", "event", "CatwingRun", "run", "CatwingClient", "client");

    private final Events events;
    private final Set<Class<?>> kinds;
    private final int most;
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    private volatile ThreadPoolExecutor thread;

    EventConsumer(EventEndpoint endpoint, Processor processor, Events events, Set<Class<?>> kinds, int most) {
        super(endpoint, processor);
        this.events = events;
        this.kinds = kinds;
        this.most = most;
    }

    void offer(EventText event) {
        pending.incrementAndGet();
        try {
            thread.execute(() -> {
                try {
                    tell(event);
                } finally {
                    pending.decrementAndGet();
                }
            });
        } catch (RejectedExecutionException full) {
            pending.decrementAndGet();
            if (dropped.getAndIncrement() == 0) {
                LOG.warn(
                        "the route {} is behind: {} events wait for it, and {} is dropped, as all that come before it has"
                                + " caught up\nHINT: it hangs or is too slow; look at what it does last. Runs are not"
                                + " affected; CATWING_EVENTS_WAITING lets more events wait",
                        getRouteId(),
                        most,
                        event.fields().get("event"));
            }
        }
    }

    private void tell(EventText event) {
        Exchange exchange = createExchange(false);
        try {
            exchange.getMessage().setBody(event.json());
            HEADERS.forEach((header, field) -> {
                if (event.fields().containsKey(field)) {
                    exchange.getMessage().setHeader(header, event.fields().get(field));
                }
            });
            exchange.setVariable("event", event.fields());
            getProcessor().process(exchange);
            if (exchange.getException() != null) {
                getExceptionHandler()
                        .handleException("the event was not told to the end", exchange, exchange.getException());
            }
        } catch (Exception broken) {
            getExceptionHandler().handleException("the event was not told to the end", exchange, broken);
        } finally {
            releaseExchange(exchange, false);
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(most), task -> {
            Thread worker = new Thread(task, "events-" + getRouteId());
            worker.setDaemon(true);
            return worker;
        });
        events.add(this, kinds);
    }

    @Override
    protected void doStop() throws Exception {
        events.remove(this, kinds);
        int waiting = thread.shutdownNow().size();
        pending.addAndGet(-waiting);
        long lost = dropped.getAndSet(0) + waiting;
        if (lost > 0) {
            LOG.warn("the route {} was not told of {} events", getRouteId(), lost);
        }
        super.doStop();
    }

    /** Events are taken until the other routes have ended, whose last words they are. */
    @Override
    public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
        return true;
    }

    /** Camel waits for these until its time limit. */
    @Override
    public int getPendingExchangesSize() {
        return pending.get();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // Its queue is emptied while Camel waits.
    }
}
