package io.catwing.recover;

import io.catwing.failure.AbortingFailure;
import io.catwing.job.RunId;
import java.util.regex.Pattern;

/**
 * The name of a database on the live one's server. The one parser: a name from outside reaches SQL, a URL or a command
 * only after it passed here.
 */
public record DatabaseName(String value) implements Comparable<DatabaseName> {
    /** What needs no quoting in a URL, and fits into PostgreSQL's 63 bytes. */
    private static final Pattern FORM = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,62}");

    private static final int LONGEST = 63;

    public DatabaseName {
        if (value == null || !FORM.matcher(value).matches()) {
            throw new AbortingFailure(
                    "'" + value + "' is not the name of a database that catwing can recover",
                    "such a name has a letter first, then letters, digits and _ . -, 63 at most");
        }
    }

    /** Where a recovery of this database fills what is to become its successor. */
    DatabaseName recovery(RunId run) {
        return derived("_recovery_", run);
    }

    /** Under which this database is kept once its successor has its name. */
    DatabaseName before(RunId run) {
        return derived("_before_", run);
    }

    private DatabaseName derived(String word, RunId run) {
        String end = word + run.value().replace('-', '_');
        return new DatabaseName(value.substring(0, Math.min(value.length(), LONGEST - end.length())) + end);
    }

    /** Whether a recovery of this database may have made the other, going by its name alone. */
    boolean madeForRecovery(DatabaseName other) {
        String model = derived("_recovery_", new RunId("00000000-000000-0000")).value();
        String beginning = model.substring(0, model.length() - "00000000_000000_0000".length());
        return other.value.startsWith(beginning)
                && other.value.substring(beginning.length()).matches("[0-9]{8}_[0-9]{6}_[0-9a-f]{4}");
    }

    /** As an identifier in SQL. */
    public String quoted() {
        return '"' + value + '"';
    }

    @Override
    public int compareTo(DatabaseName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
