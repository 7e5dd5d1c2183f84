package io.catwing.productimages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwing.bucket.ObjectStore;
import io.catwing.bucket.SpoolFolder;
import io.catwing.failure.RetryableFailure;
import io.catwing.job.RunId;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import io.catwing.postgres.Digests;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

/** A disk or a network that fails for a while says nothing of an image, and is not written down as if it did. */
class PassingFailuresIT {
    private static final String KEY = "product-images/CW-000200/HAND.jpg";

    private final ImagesFixture fixture = new ImagesFixture();

    @BeforeEach
    void start() {
        fixture.start();
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private void uploaded(String key) {
        fixture.bucket
                .s3()
                .putObject(p -> p.bucket(fixture.bucket.name()).key(key), RequestBody.fromBytes(Samples.jpeg(70, 20)));
    }

    private Map<String, Digests.Digest> digests() throws Exception {
        return new Digests(fixture.database.dataSource()).all();
    }

    private int count(String table) {
        return fixture.jdbc.queryForObject("select count(*) from " + table, Integer.class);
    }

    /** The next load without --full has it, as a new database would. */
    private void isLoadedByTheNext() throws Exception {
        assertThat(fixture.failures()).isEmpty();
        assertThat(fixture.load())
                .extracting(StepResult::outcome, StepResult::records, StepResult::rejected)
                .containsExactly(Outcome.DONE, 1L, 0L);
        assertThat(fixture.jdbc.queryForList("select width from general.product_image where object_key = ?", KEY))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("width", 70));
        Map<String, Digests.Digest> healed = digests();
        fixture.jdbc.execute("truncate general.product_image, ops.lake_ledger");
        fixture.load();
        assertThat(digests()).isEqualTo(healed);
    }

    @Test
    void a_disk_that_fails_for_a_while_does_not_make_an_image_none() throws Exception {
        uploaded("product-images/CW-000200/BEFORE.jpg");
        fixture.load();
        uploaded(KEY);
        Path spool;
        try (Stream<Path> folders = Files.list(fixture.home.resolve("spool"))) {
            spool = folders.filter(Files::isDirectory).findFirst().orElseThrow();
        }
        Path away = Files.move(spool, fixture.home.resolve("away"));

        assertThat(fixture.load()).satisfies(failed -> {
            assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(failed.message())
                    .startsWith(KEY + " cannot be brought to " + spool)
                    .endsWith("\nHINT: is S3 reachable, and is there room under CATWING_HOME? run the same command"
                            + " again");
        });
        assertThat(count("ops.lake_ledger")).isOne();

        Files.move(away, spool);
        isLoadedByTheNext();
    }

    @Test
    void a_network_that_ends_in_the_middle_does_not_make_an_image_none() throws Exception {
        uploaded(KEY);
        AtomicBoolean torn = new AtomicBoolean(true);
        ObjectStore real = fixture.bucket.objectStore();
        ObjectStore store = (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (proxy, method, arguments) -> {
                    try {
                        Object answer = method.invoke(real, arguments);
                        return answer instanceof InputStream in && torn.getAndSet(false) ? new Torn(in) : answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            LoadImages loading = new LoadImages(
                    store,
                    fixture.database.dataSource(),
                    new ReadImage(store, new SpoolFolder(fixture.home), new VerifyImage()),
                    threads);

            assertThatThrownBy(() -> loading.load(ImagesFixture.CLIENT, RunId.next(), false))
                    .isInstanceOf(RetryableFailure.class)
                    .hasMessageStartingWith(KEY + " cannot be brought to ")
                    .hasMessageContaining("reading was cut at byte 10");
            assertThat(fixture.spooled()).isEmpty();
            assertThat(count("ops.lake_ledger")).isZero();
        } finally {
            threads.shutdownNow();
        }
        isLoadedByTheNext();
    }

    private static final class Torn extends FilterInputStream {
        private int left = 10;

        Torn(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left == 0) {
                throw new IOException("reading was cut at byte 10");
            }
            int read = super.read(into, offset, Math.min(left, length));
            left -= Math.max(0, read);
            return read;
        }
    }
}
