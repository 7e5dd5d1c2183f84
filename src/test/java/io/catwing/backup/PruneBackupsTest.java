package io.catwing.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.bucket.Area;
import io.catwing.bucket.ObjectKey;
import io.catwing.bucket.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;

class PruneBackupsTest {
    private static final LocalDate FIRST = LocalDate.of(2025, 12, 1);

    /**
     * @param days of good backups, not in order: the clock may have been anywhere
     * @param leftovers days that have a dump without a manifest
     */
    @Property
    void the_newest_names_stay_whatever_the_clock_was(
            @ForAll @Size(min = 1, max = 40) @UniqueElements List<@IntRange(max = 60) Integer> days,
            @ForAll @Size(max = 10) Set<@IntRange(max = 60) Integer> leftovers,
            @ForAll @IntRange(min = 1, max = 20) int daily,
            @ForAll @IntRange(min = 1, max = 10) int weekly) {
        BackupSettings settings = new BackupSettings(
                "0 30 4 * * ?", ZoneOffset.UTC, daily, weekly, 1, 1, Duration.ofHours(6), Duration.ofHours(30));
        List<Backup> good = new ArrayList<>();
        Map<BackupName, Backup> weeks = new TreeMap<>();
        for (int i = 0; i < days.size(); i++) {
            LocalDate date = FIRST.plusDays(days.get(i));
            // Snapshots follow each other as they were made, whatever they are called.
            Instant at = Instant.EPOCH.plusSeconds(i);
            good.add(backup(BackupName.daily(date), at));
            weeks.putIfAbsent(BackupName.weekOf(date), backup(BackupName.weekOf(date), at));
        }
        Backup made = good.get(good.size() - 1);
        good.addAll(weeks.values());
        Set<ObjectKey> there = new LinkedHashSet<>();
        good.forEach(b -> there.addAll(List.of(b.name().manifest(), b.name().dump())));
        leftovers.forEach(day -> there.add(BackupName.daily(FIRST.plusDays(day)).dump()));
        ObjectKey foreign = new ObjectKey(Area.DB_BACKUPS, "daily/2020-01-01.notes.txt");
        ObjectKey half = new ObjectKey(Area.DB_BACKUPS, "incoming/2025-12-01-20251201-031500-7f3a.sql.gz");
        there.addAll(List.of(foreign, half));

        Set<ObjectKey> outdated = new TreeSet<>(Comparator.comparing(ObjectKey::path));
        outdated.addAll(PruneBackups.outdated(List.copyOf(there), good, made.name(), settings));

        assertThat(outdated).contains(half).doesNotContain(foreign);
        assertThat(outdated).doesNotContain(made.name().dump(), made.name().manifest());
        for (boolean isDaily : new boolean[] {true, false}) {
            List<BackupName> names = good.stream()
                    .map(Backup::name)
                    .filter(name -> name.isDaily() == isDaily)
                    .sorted(Comparator.reverseOrder())
                    .toList();
            int kept = isDaily ? daily : weekly;
            assertThat(outdated)
                    .doesNotContainAnyElementsOf(
                            names.stream().limit(kept).map(BackupName::dump).toList());
            names.stream()
                    .skip(kept)
                    .filter(name -> !name.equals(made.name()) && !isNewest(name, good))
                    .forEach(name -> assertThat(outdated).contains(name.dump(), name.manifest()));
            // A leftover goes only when it is older than all that is kept.
            if (names.size() < kept) {
                assertThat(outdated).noneMatch(key -> BackupName.of(key)
                        .filter(name -> name.isDaily() == isDaily)
                        .isPresent());
            }
        }
    }

    private static boolean isNewest(BackupName name, List<Backup> good) {
        return good.stream()
                .max(Comparator.comparing(b -> b.manifest().snapshotAt()))
                .map(Backup::name)
                .filter(name::equals)
                .isPresent();
    }

    static Backup backup(BackupName name, Instant at) {
        String key = name.dump().toString();
        return new Backup(
                name,
                new StoredObject(name.dump(), "etag", 1, at, Map.of()),
                new BackupManifest(
                        key,
                        "etag",
                        "sha",
                        1,
                        1,
                        at,
                        at,
                        at,
                        "catwing",
                        "1",
                        "15.19",
                        "009",
                        "0",
                        "run",
                        0,
                        new TreeMap<>(),
                        null,
                        null));
    }
}
