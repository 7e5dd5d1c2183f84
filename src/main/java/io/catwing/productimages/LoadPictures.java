package io.catwing.productimages;

import io.catwing.client.ClientId;
import io.catwing.failure.AbortingFailure;
import io.catwing.lake.Lake;
import io.catwing.lake.LakeArea;
import io.catwing.lake.LakeObject;
import io.catwing.lake.Misnamed;
import io.catwing.run.RunId;
import io.catwing.run.StageOrder;
import io.catwing.run.StepOutcome;
import io.catwing.run.StepOutcome.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Makes {@code general.product_image} equal to what lies in S3. What is there follows from the listing and the objects
 * alone, so that it is the same however often and in whatever order it was loaded. Called by the routes {@code
 * load-product-images} and {@code load-client-pictures}.
 */
@Component
public class LoadPictures {
    /** Read at a time, which bounds what is held of them. */
    private static final int BATCH = 1000;

    private static final int TOLD = 3;
    static final String NAMES =
            "keys are {client}/{product_id}.jpg; docs/product-images.md says how an id is written in them";

    private final Lake lake;
    private final DataSource database;
    private final ReadPicture reader;
    private final ExecutorService threads;

    public LoadPictures(
            Lake lake, DataSource database, ReadPicture reader, @Qualifier("pictureThreads") ExecutorService threads) {
        this.lake = lake;
        this.database = database;
        this.reader = reader;
        this.threads = threads;
    }

    public void begin(@Body StageOrder order, Exchange exchange) {
        exchange.setProperty("runId", order.run());
        exchange.setProperty("stage", PlanPictures.STAGE);
        exchange.setProperty("subject", PlanPictures.LOAD);
        exchange.setProperty("everyPicture", order.full());
    }

    /** All of the client's pictures, or nothing. */
    public StepOutcome load(
            @Body ClientId client,
            @ExchangeProperty("runId") RunId run,
            @ExchangeProperty("everyPicture") boolean every) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            boolean committed = false;
            try {
                StepOutcome outcome = load(new ImageTable(connection, client), client, run, every);
                connection.commit();
                committed = true;
                return outcome;
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new AbortingFailure(
                        "the load of the pictures of " + client + " was stopped",
                        "run the same command again",
                        stopped);
            } finally {
                if (!committed) {
                    connection.rollback();
                }
                connection.setAutoCommit(true);
            }
        } catch (SQLException broken) {
            throw new AbortingFailure(
                    "the pictures of " + client + " cannot be written: " + broken.getMessage(),
                    "is PostgreSQL running?",
                    broken);
        }
    }

    private StepOutcome load(ImageTable table, ClientId client, RunId run, boolean every)
            throws SQLException, InterruptedException {
        table.lock();
        Map<String, String> gone = new TreeMap<>(table.ledger());
        List<LakeObject> changed = new ArrayList<>();
        Misnamed others = new Misnamed();
        String prefix = client + "/";
        try (Stream<LakeObject> listed =
                lake.list(LakeArea.PRODUCT_IMAGES, prefix, path -> others.add(path.substring(prefix.length())))) {
            listed.forEach(object -> {
                if (PictureKey.productId(object.key()).isEmpty()) {
                    others.add(object.key().path().substring(prefix.length()));
                }
                String known = gone.remove(object.key().toString());
                if (every || !StoredPicture.version(object).equals(known)) {
                    changed.add(object);
                }
            });
        }
        table.forget(gone.keySet());
        long bytes = 0;
        List<String> reasons = new ArrayList<>();
        for (int from = 0; from < changed.size(); from += BATCH) {
            List<LakeObject> batch = changed.subList(from, Math.min(from + BATCH, changed.size()));
            table.forget(batch.stream().map(object -> object.key().toString()).toList());
            List<StoredPicture> pictures = read(batch);
            table.write(run, pictures);
            bytes += pictures.stream()
                    .filter(StoredPicture::fine)
                    .mapToLong(picture -> picture.object().bytes())
                    .sum();
            pictures.stream().filter(picture -> !picture.fine()).forEach(picture -> reasons.add(picture.reason()));
        }
        boolean nothing = changed.isEmpty() && gone.isEmpty();
        return new StepOutcome(
                PlanPictures.STAGE,
                client,
                PlanPictures.LOAD,
                null,
                nothing ? Outcome.ALREADY_THERE : Outcome.DONE,
                changed.size() - reasons.size(),
                reasons.size(),
                bytes,
                message(reasons, others));
    }

    /** Null where all is well. What has no picture's name is told by each load, what is no picture when it is new. */
    private static String message(List<String> reasons, Misnamed others) {
        Optional<String> misnamed = others.note(NAMES);
        if (reasons.isEmpty()) {
            return misnamed.orElse(null);
        }
        StringBuilder text = new StringBuilder().append(reasons.size()).append(" objects are no pictures");
        reasons.stream().limit(TOLD).forEach(reason -> text.append("\n  ")
                .append(reason.lines().findFirst().orElse("")));
        misnamed.ifPresent(
                note -> text.append('\n').append(note.lines().findFirst().orElse("")));
        return text.append("\nHINT: ops.product_image_failure has each with its hint")
                .toString();
    }

    private List<StoredPicture> read(List<LakeObject> objects) throws InterruptedException {
        List<Callable<Optional<StoredPicture>>> tasks = new ArrayList<>();
        objects.forEach(object -> tasks.add(() -> reader.read(object)));
        List<StoredPicture> pictures = new ArrayList<>();
        for (Future<Optional<StoredPicture>> future : threads.invokeAll(tasks)) {
            try {
                future.get().ifPresent(pictures::add);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                throw new IllegalStateException(e.getCause());
            }
        }
        return pictures;
    }

    /** The outcomes of a fetch and of the load after it. Called by the route {@code product-images}. */
    public List<StepOutcome> together(
            @ExchangeProperty("fetched") List<StepOutcome> fetched, @Body List<StepOutcome> loaded) {
        return Stream.concat(fetched.stream(), loaded.stream()).toList();
    }
}
