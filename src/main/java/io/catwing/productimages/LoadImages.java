package io.catwing.productimages;

import io.catwing.bucket.Area;
import io.catwing.bucket.Misnamed;
import io.catwing.bucket.ObjectStore;
import io.catwing.bucket.StoredObject;
import io.catwing.client.ClientId;
import io.catwing.failure.AbortingFailure;
import io.catwing.job.RunId;
import io.catwing.job.StepResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        LoadedImages loaded = new LoadedImages(client);
        Misnamed others = new Misnamed();
        int prefix = (client + "/").length();
        try (ImageLedger ledger = table.ledger();
                Stream<StoredObject> listed = objectStore.list(
                        Area.PRODUCT_IMAGES, client + "/", path -> others.add(path.substring(prefix)))) {
            Stream<StoredObject> noted = listed.peek(object -> {
                if (ImageKey.productId(object.key()).isEmpty()) {
                    others.add(object.key().path().substring(prefix));
                }
            });
            // Servers that list folder by folder have what is in a folder of somebody's own in another order.
            Stream<StoredObject> inOrder =
                    noted.filter(object -> object.key().path().indexOf('/', prefix) < 0);
            new CompareListing(ledger, every, new Update(table, run, loaded)).with(inOrder.iterator());
        }
        return loaded.result(others);
    }

    /** Brings the table to what differs. */
    private final class Update implements CompareListing.Differences {
        private final ImageTable table;
        private final RunId run;
        private final LoadedImages loaded;

        Update(ImageTable table, RunId run, LoadedImages loaded) {
            this.table = table;
            this.run = run;
            this.loaded = loaded;
        }

        @Override
        public void gone(List<String> keys) throws SQLException {
            table.forget(keys);
            loaded.gone();
        }

        @Override
        public void changed(List<StoredObject> objects) throws SQLException, InterruptedException {
            table.forget(objects.stream().map(object -> object.key().toString()).toList());
            List<StoredImage> images = read(objects);
            table.write(run, images);
            loaded.read(images);
        }
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
