package io.catwing.productimages;

import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.Clients;
import io.catwing.client.MissingSecrets;
import io.catwing.failure.ParkedFailure;
import io.catwing.run.Progress;
import io.catwing.run.RunId;
import io.catwing.run.StageOrder;
import io.catwing.run.StepOutcome;
import io.catwing.sql.SqlFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.support.SynchronizationAdapter;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Says which pictures an order comes to, and what they came to. Called by the route {@code fetch-product-images}. */
@Component
public class PlanPictures {
    static final String STAGE = "product-images";
    static final String FETCH = "fetch";
    static final String LOAD = "load";

    /** Exchange properties of a fetch besides those that every stage has. */
    static final String TALLIES = "pictureTallies";

    static final String PROGRESS = "pictureProgress";

    private final Clients clients;
    private final JdbcClient jdbc;
    private final PictureFailures failures;
    private final Progress progress;

    public PlanPictures(Clients clients, JdbcClient jdbc, PictureFailures failures, Progress progress) {
        this.clients = clients;
        this.jdbc = jdbc;
        this.failures = failures;
        this.progress = progress;
    }

    /** As many lanes a client as its servers bear requests. A client without {@code pictures:} has none. */
    public List<PictureLane> begin(@Body StageOrder order, Exchange exchange) {
        List<PictureTally> tallies = new ArrayList<>();
        List<PictureLane> lanes = new ArrayList<>();
        int pictures = 0;
        for (ClientId id : order.clients()) {
            Client client = clients.get(id);
            if (client.pictures() != null) {
                PictureTally tally = new PictureTally(client);
                Queue<PictureOrder> queue = new ConcurrentLinkedQueue<>(pictures(id, order.full()));
                String missing = MissingSecrets.message(client);
                if (missing != null && queue.removeIf(picture -> needsSecrets(client, picture))) {
                    tally.leftOut(missing);
                }
                tallies.add(tally);
                pictures += queue.size();
                int most = Math.min(client.pictures().concurrentRequests(), queue.size());
                for (int lane = 0; lane < most; lane++) {
                    lanes.add(new PictureLane(tally, queue));
                }
            }
        }
        Progress.Step shown = progress.begin("product images", pictures, "pictures");
        exchange.setProperty("runId", order.run());
        exchange.setProperty("stage", STAGE);
        exchange.setProperty(TALLIES, tallies);
        exchange.setProperty(PROGRESS, shown);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                shown.close();
            }
        });
        return lanes;
    }

    /** Only the ERP's own server is given them. */
    private static boolean needsSecrets(Client client, PictureOrder picture) {
        try {
            return new AllowedServers(client).isErp(Picture.address(client, picture.url()));
        } catch (ParkedFailure wrong) {
            return false;
        }
    }

    private List<PictureOrder> pictures(ClientId client, boolean again) {
        return jdbc.sql(SqlFile.read("product-images/list-pictures"))
                .param("client", client.value())
                .query((row, number) -> new PictureOrder(row.getString(1), row.getString(2), again))
                .list();
    }

    /** One a client that has pictures; what failed is written down in place of what failed before. */
    public List<StepOutcome> outcomes(
            @ExchangeProperty("runId") RunId run, @ExchangeProperty(TALLIES) List<PictureTally> tallies) {
        List<StepOutcome> outcomes = new ArrayList<>();
        for (PictureTally tally : tallies) {
            if (!tally.isLeftOut()) {
                failures.replace(run, tally.client().id(), tally.failures());
            }
            outcomes.add(tally.outcome());
        }
        return outcomes;
    }
}
