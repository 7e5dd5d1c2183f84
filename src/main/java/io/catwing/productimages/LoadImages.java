package io.catwing.productimages;

import io.catwing.bucket.Area;
import io.catwing.bucket.Misnamed;
import io.catwing.bucket.ObjectStore;
import io.catwing.bucket.StoredObject;
import io.catwing.client.ClientId;
import io.catwing.failure.AbortingFailure;
import io.catwing.job.RunId;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
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
import org.apache.camel.Variable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Makes {@code general.product_image} equal to what lies in S3. What is there follows from the listing and the objects
 * alone, so that it is the same however often and in whatever order it was loaded. Called by the routes {@code
 * load-product-images} and {@code load-client-images}.
 */
@Component
public class LoadImages {
    /** Read at a time, which bounds what is held of them. */
    private static final int BATCH = 1000;

    private static final int TOLD = 3;
    static final String NAMES =
            "keys are {client}/{product_id}.jpg; docs/reference/product-images.md says how an id is written in them";

    private final ObjectStore objectStore;
    private final DataSource database;
    private final ReadImage reader;
    private final ExecutorService threads;

    public LoadImages(
            ObjectStore objectStore,
            DataSource database,
            ReadImage reader,
            @Qualifier("imageThreads") ExecutorService threads) {
        this.objectStore = objectStore;
        this.database = database;
        this.reader = reader;
        this.threads = threads;
    }

    /** All of the client's images, or nothing. */
    public StepResult load(@Body ClientId client, @Variable("runId") RunId run, @Variable("everyImage") boolean every) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            boolean committed = false;
            try {
                StepResult outcome = load(new ImageTable(connection, client), client, run, every);
                connection.commit();
                committed = true;
                return outcome;
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new AbortingFailure(
                        "the load of the images of " + client + " was stopped", "run the same command again", stopped);
            } finally {
                if (!committed) {
                    connection.rollback();
                }
                connection.setAutoCommit(true);
            }
        } catch (SQLException broken) {
            throw new AbortingFailure(
                    "the images of " + client + " cannot be written: " + broken.getMessage(),
                    "is PostgreSQL running?",
                    broken);
        }
    }

    private StepResult load(ImageTable table, ClientId client, RunId run, boolean every)
            throws SQLException, InterruptedException {
        table.lock();
        Map<String, String> gone = new TreeMap<>(table.ledger());
        List<StoredObject> changed = new ArrayList<>();
        Misnamed others = new Misnamed();
        String prefix = client + "/";
        try (Stream<StoredObject> listed =
                objectStore.list(Area.PRODUCT_IMAGES, prefix, path -> others.add(path.substring(prefix.length())))) {
            listed.forEach(object -> {
                if (ImageKey.productId(object.key()).isEmpty()) {
                    others.add(object.key().path().substring(prefix.length()));
                }
                String known = gone.remove(object.key().toString());
                if (every || !StoredImage.version(object).equals(known)) {
                    changed.add(object);
                }
            });
        }
        table.forget(gone.keySet());
        long bytes = 0;
        List<String> reasons = new ArrayList<>();
        for (int from = 0; from < changed.size(); from += BATCH) {
            List<StoredObject> batch = changed.subList(from, Math.min(from + BATCH, changed.size()));
            table.forget(batch.stream().map(object -> object.key().toString()).toList());
            List<StoredImage> images = read(batch);
            table.write(run, images);
            bytes += images.stream()
                    .filter(StoredImage::fine)
                    .mapToLong(image -> image.object().bytes())
                    .sum();
            images.stream().filter(image -> !image.fine()).forEach(image -> reasons.add(image.reason()));
        }
        boolean nothing = changed.isEmpty() && gone.isEmpty();
        return new StepResult(
                PlanImages.STAGE,
                client,
                PlanImages.LOAD,
                null,
                nothing ? Outcome.ALREADY_THERE : Outcome.DONE,
                changed.size() - reasons.size(),
                reasons.size(),
                bytes,
                message(reasons, others));
    }

    /** Null where all is well. What has no image's name is told by each load, what is no image when it is new. */
    private static String message(List<String> reasons, Misnamed others) {
        Optional<String> misnamed = others.note(NAMES);
        if (reasons.isEmpty()) {
            return misnamed.orElse(null);
        }
        StringBuilder text = new StringBuilder().append(reasons.size()).append(" objects are no images");
        reasons.stream().limit(TOLD).forEach(reason -> text.append("\n  ")
                .append(reason.lines().findFirst().orElse("")));
        misnamed.ifPresent(
                note -> text.append('\n').append(note.lines().findFirst().orElse("")));
        return text.append("\nHINT: ops.product_image_failure has each with its hint")
                .toString();
    }

    private List<StoredImage> read(List<StoredObject> objects) throws InterruptedException {
        List<Callable<Optional<StoredImage>>> tasks = new ArrayList<>();
        objects.forEach(object -> tasks.add(() -> reader.read(object)));
        List<StoredImage> images = new ArrayList<>();
        for (Future<Optional<StoredImage>> future : threads.invokeAll(tasks)) {
            try {
                future.get().ifPresent(images::add);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                throw new IllegalStateException(e.getCause());
            }
        }
        return images;
    }
}
