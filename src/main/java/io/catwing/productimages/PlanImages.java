package io.catwing.productimages;

import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.client.MissingSecrets;
import io.catwing.failure.AbortingFailure;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.job.Job;
import io.catwing.job.Progress;
import io.catwing.job.RunId;
import io.catwing.job.StepResult;
import io.catwing.job.Stopping;
import io.catwing.postgres.SqlFile;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.apache.camel.support.SynchronizationAdapter;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Says which images an order comes to, and what they came to. Called by the route {@code fetch-product-images}. */
@Component
public class PlanImages {
    static final String STAGE = "product-images";
    static final String FETCH = "fetch";
    static final String LOAD = "load";

    /** Exchange properties of a fetch besides those that every stage has. */
    static final String COUNTERS = "allImageCounters";

    static final String PROGRESS = "imageProgress";

    private final Clients clients;
    private final JdbcClient jdbc;
    private final ImageFailures failures;
    private final Progress progress;
    private final Stopping stopping;

    public PlanImages(Clients clients, JdbcClient jdbc, ImageFailures failures, Progress progress, Stopping stopping) {
        this.stopping = stopping;
        this.clients = clients;
        this.jdbc = jdbc;
        this.failures = failures;
        this.progress = progress;
    }

    /** As many workers a client as its servers bear requests. A client without {@code images:} has none. */
    public List<ImageWorker> begin(@Body Job job, Exchange exchange) {
        List<ImageCounters> allCounters = new ArrayList<>();
        List<ImageWorker> workers = new ArrayList<>();
        int images = 0;
        for (ClientId id : job.clients()) {
            Client client = clients.get(id);
            if (client.images() != null) {
                ImageCounters counters = new ImageCounters(client);
                String missing = MissingSecrets.message(client);
                Predicate<ImageRequest> wanted =
                        missing == null ? image -> true : image -> !needsSecrets(client, image);
                int all = count(id);
                int own = missing == null ? all : count(new ImageQueue(jdbc, id, job.full(), wanted));
                if (own < all) {
                    counters.leftOut(missing);
                }
                allCounters.add(counters);
                images += own;
                ImageQueue queue = new ImageQueue(jdbc, id, job.full(), wanted);
                int most = Math.min(client.images().concurrentRequests(), own);
                for (int worker = 0; worker < most; worker++) {
                    workers.add(new ImageWorker(counters, queue, () -> stopping.isTold(job.run())));
                }
            }
        }
        Progress.Step shown = progress.begin("product images", images, "images");
        exchange.setVariable("runId", job.run());
        exchange.setVariable("stage", STAGE);
        exchange.setVariable(COUNTERS, allCounters);
        exchange.setVariable(PROGRESS, shown);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                shown.close();
            }
        });
        return workers;
    }

    /** Only the ERP's own server is given them. */
    private static boolean needsSecrets(Client client, ImageRequest image) {
        try {
            return new AllowedServers(client).isErp(ImageAddress.of(client, image.url()));
        } catch (QuarantinedFailure wrong) {
            return false;
        }
    }

    private int count(ClientId client) {
        return jdbc.sql(SqlFile.read("product-images/count-images"))
                .param("client", client.value())
                .query(Integer.class)
                .single();
    }

    private static int count(ImageQueue queue) {
        int images = 0;
        while (queue.poll() != null) {
            images++;
        }
        return images;
    }

    /**
     * One a client that has images; what failed is written down in place of what failed before.
     *
     * @throws AbortingFailure when the run was told to stop: what was not asked for has not failed
     */
    public List<StepResult> results(@Variable("runId") RunId run, @Variable(COUNTERS) List<ImageCounters> allCounters) {
        stopping.refuse(run);
        List<StepResult> results = new ArrayList<>();
        for (ImageCounters counters : allCounters) {
            if (!counters.isLeftOut()) {
                failures.replace(run, counters.client().id(), counters.failures());
            }
            results.add(counters.outcome());
        }
        return results;
    }
}
