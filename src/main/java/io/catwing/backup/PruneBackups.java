package io.catwing.backup;

import io.catwing.bucket.Area;
import io.catwing.bucket.ObjectKey;
import io.catwing.bucket.ObjectStore;
import io.catwing.bucket.StoredObject;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Finds what is older than the backups that are kept. Age is rank among names, never a clock. Called by the route
 * {@code backup}, after a new backup was stored.
 */
@Component
public class PruneBackups {
    private static final Logger LOG = LoggerFactory.getLogger(PruneBackups.class);

    private final ObjectStore objectStore;
    private final Backups backups;
    private final BackupSettings settings;

    public PruneBackups(ObjectStore objectStore, Backups backups, BackupSettings settings) {
        this.objectStore = objectStore;
        this.backups = backups;
        this.settings = settings;
    }

    /** What is to be deleted, in this order. */
    public List<ObjectKey> outdated(@Variable("attempt") BackupAttempt attempt) {
        List<Backup> good = backups.good();
        try (Stream<StoredObject> all = objectStore.list(Area.DB_BACKUPS, "")) {
            List<ObjectKey> outdated =
                    outdated(all.map(StoredObject::key).toList(), good, attempt.stored.name(), settings);
            outdated.forEach(key -> LOG.info("run {}: {} is older than what is kept, and goes", attempt.run, key));
            return outdated;
        }
    }

    /**
     * What may go, manifests before their dumps: names that are older than the oldest that is kept, and what earlier
     * attempts left on its way in. What else lies there is nobody's to delete.
     *
     * @param made the name of the backup that was just stored
     */
    static List<ObjectKey> outdated(
            List<ObjectKey> there, List<Backup> good, BackupName made, BackupSettings settings) {
        Set<BackupName> kept = new TreeSet<>();
        kept.add(made);
        good.stream().max(Comparator.comparing(b -> b.manifest().snapshotAt())).ifPresent(b -> kept.add(b.name()));
        kept.addAll(newest(good, true, settings.daily()));
        kept.addAll(newest(good, false, settings.weekly()));
        return there.stream()
                .filter(key -> key.path().startsWith(StoreBackup.INCOMING)
                        || BackupName.of(key)
                                .filter(name -> !kept.contains(name) && isOlder(name, good, settings))
                                .isPresent())
                .sorted(Comparator.comparing(ObjectKey::path))
                .toList();
    }

    private static Set<BackupName> newest(List<Backup> good, boolean daily, int number) {
        return good.stream()
                .map(Backup::name)
                .filter(name -> name.isDaily() == daily)
                .sorted(Comparator.reverseOrder())
                .limit(number)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Than all that are kept for their rank; of a leftover that is not, somebody may be at work on it. */
    private static boolean isOlder(BackupName name, List<Backup> good, BackupSettings settings) {
        int number = name.isDaily() ? settings.daily() : settings.weekly();
        TreeSet<BackupName> newest = new TreeSet<>(newest(good, name.isDaily(), number));
        return newest.size() == number && name.compareTo(newest.first()) < 0;
    }
}
