package io.catwing.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.catwing.bucket.RawContent;
import io.catwing.bucket.RawFile;
import io.catwing.bucket.RawFiles;
import io.catwing.bucket.RawKey;
import io.catwing.bucket.RawMetadata;
import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.failure.AbortingFailure;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import io.catwing.postgres.Digests.Digest;
import io.catwing.support.Servers;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both ways of loading read ahead of their workers. */
class ReadAheadIT {
    private static final LoadSettings SETTINGS =
            new LoadSettings(1, 3, 1 << 20, 1 << 16, 1 << 26, 1000, 1000, 8, 1 << 16);

    private final Servers.Bucket bucket = Servers.bucket();
    private final RawFiles rawFiles = bucket.rawFiles();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void one_worker_has_many_files_under_way_at_once(boolean inBulk) {
        RandomHistory.put(bucket, new Random(7));
        CountDownLatch underWay = new CountDownLatch(SETTINGS.reads());
        RawFiles late = new Opening(rawFiles, file -> {
            underWay.countDown();
            if (!underWay.await(1, TimeUnit.MINUTES)) {
                throw new AbortingFailure("read alone: " + file.key(), "read others meanwhile");
            }
            return rawFiles.open(file);
        });
        try (LoadFixture fixture = new LoadFixture(late, SETTINGS, RandomHistory.SPECS)) {
            assertThat(inBulk ? fixture.replayInBulk(null, null, 1) : fixture.load())
                    .hasSize(RandomHistory.SPECS.length * RandomHistory.DAYS)
                    .extracting(StepResult::outcome)
                    .containsOnly(Outcome.DONE);
            assertThat(fixture.digests()).isEqualTo(oneAfterTheOther());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void one_that_ends_early_leaves_no_read_under_way(boolean inBulk) {
        RandomHistory.put(bucket, new Random(7));
        AtomicInteger underWay = new AtomicInteger();
        CountDownLatch never = new CountDownLatch(1);
        RawKey denied = LoadFixture.key(
                Entity.PRODUCTS,
                (inBulk ? RandomHistory.FIRST.plusDays(RandomHistory.DAYS - 1) : RandomHistory.FIRST).toString());
        RawFiles late = new Opening(rawFiles, file -> {
            if (file.key().equals(denied)) {
                await().until(() -> underWay.get() > 2);
                throw new AbortingFailure("get of " + file.key() + " was denied", "look there");
            }
            underWay.incrementAndGet();
            try {
                never.await();
                return rawFiles.open(file);
            } finally {
                underWay.decrementAndGet();
            }
        });
        try (LoadFixture fixture = new LoadFixture(late, SETTINGS, RandomHistory.SPECS)) {
            assertThatThrownBy(() -> {
                        if (inBulk) {
                            fixture.replayInBulk(null, null, 1);
                        } else {
                            fixture.load();
                        }
                    })
                    .rootCause()
                    .hasMessageStartingWith("get of " + denied + " was denied");
            await().until(() -> underWay.get() == 0);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void one_that_is_stopped_leaves_no_thread_that_lists_the_clients_after_it(boolean again) {
        for (ClientId client : LoadFixture.OTHERS) {
            RawKey key = new RawKey(client, RandomHistory.FIRST, Entity.PRODUCTS);
            LoadFixture.put(bucket, key, "[]".getBytes(StandardCharsets.UTF_8));
        }
        AtomicReference<LoadFixture> told = new AtomicReference<>();
        AtomicLong listing = new AtomicLong();
        RawFiles telling = new Opening(rawFiles, file -> {
            told.get().stopping.tell();
            listing.set(listing());
            return rawFiles.open(file);
        });
        try (LoadFixture fixture = new LoadFixture(telling, SETTINGS, RandomHistory.SPECS)) {
            told.set(fixture);
            assertThat(fixture.loadOthers(again)).hasSizeLessThan(LoadFixture.OTHERS.size());
            assertThat(listing).as("threads meanwhile").hasPositiveValue();
            await().until(() -> listing() == 0);
        }
    }

    private static long listing() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("listing"))
                .count();
    }

    private SortedMap<String, Digest> oneAfterTheOther() {
        LoadSettings none = new LoadSettings(1, 1, 1 << 20, 1 << 16, 1 << 26, 1000, 1000, 0, 0);
        try (LoadFixture fixture = new LoadFixture(rawFiles, none, RandomHistory.SPECS)) {
            fixture.load();
            return fixture.digests();
        }
    }

    /** S3 whose files are opened in another way. */
    private record Opening(RawFiles files, RawContent content) implements RawFiles {
        @Override
        public InputStream open(RawFile file) {
            try {
                return content.open(file);
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        }

        @Override
        public Optional<RawMetadata> metadata(RawKey key) {
            return files.metadata(key);
        }

        @Override
        public Optional<RawFile> find(RawKey key) {
            return files.find(key);
        }

        @Override
        public SortedSet<ClientId> clients() {
            return files.clients();
        }

        @Override
        public Optional<RawKey> newestBefore(ClientId client, Entity entity, LocalDate date) {
            return files.newestBefore(client, entity, date);
        }

        @Override
        public Stream<RawFile> list(ClientId client) {
            return files.list(client);
        }
    }
}
