package io.catwing.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.catwing.bucket.RawContent;
import io.catwing.bucket.RawFile;
import io.catwing.client.Entity;
import io.catwing.failure.RetryableFailure;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReadAheadTest {
    private static final int ALL = 1 << 20;
    private final ThreadPoolExecutor threads = (ThreadPoolExecutor) Executors.newCachedThreadPool();
    private final Store store = new Store();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void files_are_given_in_order_whatever_the_order_of_the_answers() throws Exception {
        List<RawFile> files = files(6, 10);
        files.forEach(store::hold);
        try (ReadAhead<List<RawFile>> ahead = ahead(6, ALL, List.of(files));
                ReadAhead<List<RawFile>>.Group group = ahead.next().orElseThrow()) {
            await().until(() -> store.asked.size() == 6);
            for (int i = 5; i >= 0; i--) {
                store.answer(files.get(i));
            }
            for (RawFile file : files) {
                assertThat(read(group, file)).isEqualTo(text(file));
            }
        }
        assertThat(store.opened).as("each was asked for once").allSatisfy((file, times) -> assertThat(times.get())
                .isEqualTo(1));
    }

    @Test
    void a_slow_answer_stops_no_other_file() throws Exception {
        List<RawFile> slow = files(3, 10);
        List<RawFile> other = files(20, 10, 100);
        store.hold(slow.get(0));
        try (ReadAhead<List<RawFile>> ahead = ahead(4, ALL, List.of(slow, other));
                ReadAhead<List<RawFile>>.Group waiting = ahead.next().orElseThrow();
                ReadAhead<List<RawFile>>.Group going = ahead.next().orElseThrow()) {
            Future<String> first = threads.submit(() -> read(waiting, slow.get(0)));
            for (RawFile file : other) {
                assertThat(read(going, file)).isEqualTo(text(file));
            }
            assertThat(first.isDone()).isFalse();
            store.answer(slow.get(0));
            assertThat(first.get()).isEqualTo(text(slow.get(0)));
        }
    }

    @Test
    void as_many_files_are_under_way_as_are_allowed_and_those_of_the_next_group_among_them() throws Exception {
        List<RawFile> files = files(10, 10);
        files.forEach(store::hold);
        try (ReadAhead<List<RawFile>> ahead = ahead(5, ALL, List.of(files.subList(0, 3), files.subList(3, 10)));
                ReadAhead<List<RawFile>>.Group group = ahead.next().orElseThrow()) {
            await().until(() -> store.asked.size() >= 5);
            assertThat(store.asked).containsExactlyInAnyOrderElementsOf(files.subList(0, 5));
            store.answer(files.get(0));
            read(group, files.get(0));
            await().until(() -> store.asked.contains(files.get(5)));
            assertThat(store.asked).hasSize(6);
        }
    }

    @Test
    void what_is_wrong_with_the_groups_to_come_is_told_to_whoever_asks_for_them_and_to_no_file() throws Exception {
        List<RawFile> files = files(3, 10);
        IllegalStateException cannotBeListed = new IllegalStateException("the next client cannot be listed");
        AtomicInteger asked = new AtomicInteger();
        Iterator<List<RawFile>> groups = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return asked.get() < 3;
            }

            @Override
            public List<RawFile> next() {
                if (asked.incrementAndGet() == 2) {
                    throw cannotBeListed;
                }
                return files;
            }
        };
        try (ReadAhead<List<RawFile>> ahead = ahead(8, ALL, groups)) {
            try (ReadAhead<List<RawFile>>.Group group = ahead.next().orElseThrow()) {
                for (RawFile file : files) {
                    assertThat(read(group, file)).isEqualTo(text(file));
                }
            }
            assertThatThrownBy(ahead::next).isSameAs(cannotBeListed);
            assertThatThrownBy(ahead::next)
                    .as("what comes behind is not loaded")
                    .isSameAs(cannotBeListed);
        }
        assertThat(asked).hasValue(2);
    }

    @Test
    void groups_in_work_share_evenly() throws Exception {
        List<RawFile> files = files(10, 10);
        List<RawFile> others = files(10, 10, 100);
        try (ReadAhead<List<RawFile>> ahead = ahead(6, ALL, List.of(files, others))) {
            ReadAhead<List<RawFile>>.Group one = ahead.next().orElseThrow();
            ReadAhead<List<RawFile>>.Group two = ahead.next().orElseThrow();
            await().until(() -> store.asked.containsAll(files.subList(0, 6)));
            for (int i = 0; i < 3; i++) {
                read(one, files.get(i));
            }
            await().until(() -> store.asked.containsAll(others.subList(0, 3)));
            assertThat(store.asked).hasSize(9);
            two.close();
            one.close();
        }
    }

    @Test
    void a_file_that_cannot_be_read_fails_for_its_own_worker_alone() throws Exception {
        List<RawFile> files = files(5, 10);
        store.failing.add(files.get(2));
        try (ReadAhead<List<RawFile>> ahead = ahead(5, ALL, List.of(files));
                ReadAhead<List<RawFile>>.Group group = ahead.next().orElseThrow()) {
            assertThat(read(group, files.get(0))).isEqualTo(text(files.get(0)));
            assertThat(read(group, files.get(1))).isEqualTo(text(files.get(1)));
            assertThatThrownBy(() -> group.open(files.get(2)))
                    .isInstanceOf(RetryableFailure.class)
                    .hasMessageStartingWith("get of " + files.get(2).key() + " failed");
            assertThat(read(group, files.get(3))).isEqualTo(text(files.get(3)));

            store.failing.clear();
            assertThat(read(group, files.get(2))).as("tried again").isEqualTo(text(files.get(2)));
        }
    }

    @Test
    void a_large_file_is_read_by_its_worker_and_the_others_are_read_ahead() throws Exception {
        List<RawFile> files = List.of(file(0, 100), file(1, 26), file(2, 25), file(3, 25));
        try (ReadAhead<List<RawFile>> ahead = ahead(9, 100, List.of(files));
                ReadAhead<List<RawFile>>.Group group = ahead.next().orElseThrow()) {
            await().until(() -> store.asked.size() == 2);
            assertThat(store.asked).containsExactlyInAnyOrder(files.get(2), files.get(3));
            assertThat(ahead.bytes()).isEqualTo(50);
            assertThat(read(group, files.get(0))).isEqualTo(text(files.get(0)));
        }
    }

    @Test
    void none_is_read_ahead_where_none_may_be() throws Exception {
        List<RawFile> files = files(3, 10);
        try (ReadAhead<List<RawFile>> ahead = ahead(0, ALL, List.of(files));
                ReadAhead<List<RawFile>>.Group group = ahead.next().orElseThrow()) {
            assertThat(read(group, files.get(0))).isEqualTo(text(files.get(0)));
        }
        assertThat(store.asked).containsExactly(files.get(0));
    }

    @Test
    void what_a_group_leaves_makes_room_for_the_next() throws Exception {
        List<RawFile> left = files(4, 10);
        List<RawFile> next = files(4, 10, 100);
        store.hold(left.get(1));
        try (ReadAhead<List<RawFile>> ahead = ahead(4, ALL, List.of(left, next))) {
            ReadAhead<List<RawFile>>.Group group = ahead.next().orElseThrow();
            read(group, left.get(0));
            await().until(() -> store.asked.containsAll(left));
            group.close();
            group.close();

            await().until(() -> store.asked.containsAll(next));
            assertThat(read(group, left.get(2)))
                    .as("by whoever asks all the same")
                    .isEqualTo(text(left.get(2)));
        }
    }

    @Test
    void closing_ends_all_reads_and_begins_none() throws Exception {
        List<RawFile> files = files(20, 10);
        files.forEach(store::hold);
        ReadAhead<List<RawFile>> ahead = ahead(8, ALL, List.of(files));
        ReadAhead<List<RawFile>>.Group group = ahead.next().orElseThrow();
        await().until(() -> store.asked.size() == 8);
        Future<String> worker = threads.submit(() -> read(group, files.get(0)));

        ahead.close();

        await().until(() -> threads.getActiveCount() == 1);
        assertThat(ahead.bytes()).isZero();
        store.answer(files.get(0));
        assertThat(worker.get()).as("a worker that waited reads by itself").isEqualTo(text(files.get(0)));
        assertThat(store.asked).hasSize(8);
        assertThat(threads.submit(Thread::interrupted).get())
                .as("a thread keeps no interrupt")
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("io.catwing.support.Seeds#some")
    void bytes_that_are_held_never_exceed_the_limit_and_in_the_end_none_is_held(long seed) throws Exception {
        Random random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            int most = 1 + random.nextInt(400);
            List<List<RawFile>> groups = new ArrayList<>();
            for (int g = 0, number = 0; g < 1 + random.nextInt(10); g++) {
                List<RawFile> group = new ArrayList<>();
                for (int f = random.nextInt(12); f >= 0; f--) {
                    group.add(file(number++, random.nextInt(120)));
                }
                groups.add(group);
            }
            groups.stream()
                    .flatMap(List::stream)
                    .filter(f -> random.nextInt(9) == 0)
                    .forEach(store.failing::add);
            AtomicLong greatest = new AtomicLong();
            try (ReadAhead<List<RawFile>> ahead = ahead(random.nextInt(9), most, groups)) {
                store.atEachOpen = () -> greatest.accumulateAndGet(ahead.bytes(), Math::max);
                List<Callable<Object>> workers = IntStream.rangeClosed(1, 1 + random.nextInt(3))
                        .mapToObj(worker -> (Callable<Object>) () -> work(ahead, new Random(seed * worker)))
                        .toList();
                for (Future<Object> worker : threads.invokeAll(workers)) {
                    worker.get();
                }
                assertThat(greatest.get()).as("seed %d, round %d", seed, round).isLessThanOrEqualTo(most);
                await().pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> ahead.bytes() == 0);
            }
            store.failing.clear();
        }
    }

    /** Takes groups and reads most of their files. */
    private Object work(ReadAhead<List<RawFile>> ahead, Random random) throws Exception {
        for (var next = ahead.next(); next.isPresent(); next = ahead.next()) {
            try (ReadAhead<List<RawFile>>.Group group = next.get()) {
                for (RawFile file : group.of()) {
                    if (random.nextInt(20) == 0) {
                        break;
                    }
                    if (random.nextInt(20) > 0 && !store.failing.contains(file)) {
                        assertThat(read(group, file)).isEqualTo(text(file));
                    }
                }
            }
        }
        return null;
    }

    private ReadAhead<List<RawFile>> ahead(int reads, int bytes, List<List<RawFile>> groups) {
        return ahead(reads, bytes, groups.iterator());
    }

    private ReadAhead<List<RawFile>> ahead(int reads, int bytes, Iterator<List<RawFile>> groups) {
        return new ReadAhead<>(
                store, threads, new LoadSettings(1, 1, 1, 1, 1, 1, 1000, reads, bytes), groups, files -> files);
    }

    private static String read(ReadAhead<List<RawFile>>.Group group, RawFile file) throws Exception {
        try (InputStream in = group.open(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<RawFile> files(int number, int bytes) {
        return files(number, bytes, 0);
    }

    private static List<RawFile> files(int number, int bytes, int from) {
        return IntStream.range(from, from + number)
                .mapToObj(i -> file(i, bytes))
                .toList();
    }

    private static RawFile file(int number, int bytes) {
        LocalDate date = LocalDate.of(2026, 2, 1).plusDays(number);
        return new RawFile(LoadFixture.key(Entity.PRODUCTS, date.toString()), "e", bytes);
    }

    private static String text(RawFile file) {
        return file.key().date().toString().repeat(20).substring(0, (int) file.bytes());
    }

    /** Answers when it is told to. */
    private static final class Store implements RawContent {
        final Set<RawFile> asked = ConcurrentHashMap.newKeySet();
        final Map<RawFile, AtomicInteger> opened = new ConcurrentHashMap<>();
        final Set<RawFile> failing = ConcurrentHashMap.newKeySet();
        private final Map<RawFile, CountDownLatch> held = new ConcurrentHashMap<>();
        volatile Runnable atEachOpen = () -> {};

        void hold(RawFile file) {
            held.put(file, new CountDownLatch(1));
        }

        void answer(RawFile file) {
            held.get(file).countDown();
        }

        @Override
        public InputStream open(RawFile file) throws InterruptedException {
            asked.add(file);
            opened.computeIfAbsent(file, f -> new AtomicInteger()).incrementAndGet();
            atEachOpen.run();
            if (held.containsKey(file)) {
                held.get(file).await();
            }
            if (failing.contains(file)) {
                throw new RetryableFailure("get of " + file.key() + " failed", "look there");
            }
            return new ByteArrayInputStream(text(file).getBytes(StandardCharsets.UTF_8));
        }
    }
}
