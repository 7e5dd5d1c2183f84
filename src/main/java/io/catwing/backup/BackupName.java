package io.catwing.backup;

import io.catwing.bucket.Area;
import io.catwing.bucket.ObjectKey;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name that a dump and its manifest share: a day, or a week. Names of one kind sort as time goes.
 *
 * @param folder {@code daily} or {@code weekly}
 * @param label {@code 2026-02-24} or {@code 2026-W09}
 */
public record BackupName(String folder, String label) implements Comparable<BackupName> {
    static final String DAILY = "daily";
    static final String WEEKLY = "weekly";

    private static final Pattern PATH =
            Pattern.compile("(?:(daily)/(\\d{4}-\\d{2}-\\d{2})|(weekly)/(\\d{4}-W\\d{2}))\\.(?:sql\\.gz|json)");

    static BackupName daily(LocalDate date) {
        return new BackupName(DAILY, date.toString());
    }

    /** By ISO 8601: the first days of January may belong to the last week of the year before. */
    static BackupName weekOf(LocalDate date) {
        return new BackupName(
                WEEKLY,
                String.format(
                        Locale.ROOT,
                        "%04d-W%02d",
                        date.get(IsoFields.WEEK_BASED_YEAR),
                        date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)));
    }

    /** Of a dump or of a manifest; empty for whatever else lies there. */
    static Optional<BackupName> of(ObjectKey key) {
        return key.area() == Area.DB_BACKUPS ? of(key.path()) : Optional.empty();
    }

    private static Optional<BackupName> of(String written) {
        Matcher path = PATH.matcher(written);
        if (!path.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                path.group(1) != null ? new BackupName(DAILY, path.group(2)) : new BackupName(WEEKLY, path.group(4)));
    }

    /** @param key such as {@code db-backups/daily/2026-02-24.sql.gz} */
    static Optional<BackupName> ofDump(String key) {
        String prefix = Area.DB_BACKUPS.prefix();
        return key.startsWith(prefix) && key.endsWith(".sql.gz")
                ? of(key.substring(prefix.length()))
                : Optional.empty();
    }

    public ObjectKey dump() {
        return new ObjectKey(Area.DB_BACKUPS, folder + "/" + label + ".sql.gz");
    }

    public ObjectKey manifest() {
        return new ObjectKey(Area.DB_BACKUPS, folder + "/" + label + ".json");
    }

    boolean isDaily() {
        return folder.equals(DAILY);
    }

    @Override
    public int compareTo(BackupName other) {
        int byFolder = folder.compareTo(other.folder);
        return byFolder != 0 ? byFolder : label.compareTo(other.label);
    }
}
