package io.catwing.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.bucket.RawKey;
import io.catwing.job.StepResult;
import io.catwing.job.StepResult.Outcome;
import io.catwing.load.LoadFixture;
import io.catwing.load.LoadSettings;
import io.catwing.postgres.Digests.Digest;
import io.catwing.support.Servers;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.mock.env.MockEnvironment;

/**
 * Whatever was loaded, in whatever order, batches and mappings, with statistics computed now and then in between: they end
 * as a full run on the same rows ends. A seed that fails can be run again.
 */
class IncrementalStatsIT {
    private static final MemoryRawFiles FILES = new MemoryRawFiles();
    private static Servers.Database database;
    private static StatsFixture stats;
    /** One a mapping version; a changed mapping makes the next load forget what the other one loaded. */
    private static List<LoadFixture> loads;

    @BeforeContainer
    static void start() {
        database = Servers.database();
        stats = StatsFixture.withOwn(database.dataSource());
        LoadSettings settings = Binder.get(new MockEnvironment()).bindOrCreate("catwing.load", LoadSettings.class);
        loads = List.of(
                new LoadFixture(database, FILES, settings, RandomHistory.mappings(1)),
                new LoadFixture(database, FILES, settings, RandomHistory.mappings(2)));
    }

    @AfterContainer
    static void stop() {
        loads.forEach(LoadFixture::close);
        stats.close();
    }

    @Property(tries = 40, shrinking = ShrinkingMode.OFF, afterFailure = AfterFailureMode.SAMPLE_FIRST)
    void what_is_computed_bit_by_bit_equals_what_is_computed_at_once(@ForAll long seed) {
        Random random = new Random(seed);
        empty();
        List<Map.Entry<RawKey, String>> files =
                new ArrayList<>(new RandomHistory(random).files().entrySet());
        Collections.shuffle(files, random);
        int mapping = 0;
        int runs = 0;
        while (!files.isEmpty()) {
            for (int n = 1 + random.nextInt(6); n > 0 && !files.isEmpty(); n--) {
                Map.Entry<RawKey, String> file = files.remove(files.size() - 1);
                FILES.put(file.getKey(), file.getValue());
            }
            switch (random.nextInt(8)) {
                case 0 -> mapping = 1 - mapping;
                case 1 ->
                    stats.execute("update general.client set time_zone = '"
                            + (random.nextBoolean() ? "America/New_York" : "Asia/Tokyo") + "'");
                case 2 -> again(loads.get(random.nextInt(2)), random);
                default -> {}
            }
            load(loads.get(mapping), null, null, false);
            if (random.nextBoolean()) {
                compute();
                runs++;
            }
        }
        compute();
        SortedMap<String, Digest> bitByBit = stats.digests();

        assertThat(stats.computeAll()).extracting(StepResult::outcome).containsOnly(Outcome.DONE);
        assertThat(stats.digests()).as("seed %d", seed).isEqualTo(bitByBit);

        Statistics.label("runs before the last").collect(Math.min(runs, 3));
        Statistics.label("tables with rows")
                .collect(bitByBit.values().stream().filter(d -> d.rows() > 0).count() > 6 ? "more than half" : "fewer");
    }

    /** Some days alone, with whichever mapping: until the next load of all days their entities are mixed. */
    private static void again(LoadFixture load, Random random) {
        LocalDate from = LocalDate.of(2026, 1, 30).plusDays(random.nextInt(90));
        load(load, from, from.plusDays(random.nextInt(60)), true);
        if (random.nextBoolean()) {
            compute();
        }
    }

    private static void load(LoadFixture load, LocalDate from, LocalDate to, boolean again) {
        assertThat(load.load(from, to, again, 2))
                .extracting(StepResult::outcome)
                .doesNotContain(Outcome.FAILED);
    }

    private static void compute() {
        assertThat(stats.compute()).extracting(StepResult::outcome).doesNotContain(Outcome.FAILED);
    }

    private static void empty() {
        FILES.clear();
        stats.execute(
                """
                do $$ declare t regclass;
                begin
                    for t in select c.oid::regclass from pg_class c where c.relkind = 'r'
                        and (c.relnamespace in ('general'::regnamespace, 'stats'::regnamespace)
                            or c.relnamespace = 'ops'::regnamespace and c.relname not like 'qrtz%')
                    loop
                        execute format('delete from %s', t);
                    end loop;
                    delete from ops.stats_touched;
                end $$;
                insert into general.client values ('CW-000200', 'Shop', 'Europe/London')
                """);
    }
}
