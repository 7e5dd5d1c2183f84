package io.catwing.bucket;

import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.failure.QuarantinedFailure;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The key of a raw file, {@code raw-data/{client}/{date}/{entity}.json}. Keys are built and read here and nowhere else.
 * The natural order is chronological.
 */
public record RawKey(ClientId client, LocalDate date, Entity entity) implements Comparable<RawKey> {
    /** What every raw key begins with. */
    public static final String PREFIX = "raw-data/";

    private static final Pattern FORM =
            Pattern.compile("raw-data/(CW-[0-9]{6})/([0-9]{4}-[0-9]{2}-[0-9]{2})/([a-z_]+)\\.json");
    private static final Pattern CLIENT_PREFIX = Pattern.compile("raw-data/(CW-[0-9]{6})/");
    private static final Comparator<RawKey> CHRONOLOGICAL =
            Comparator.comparing(RawKey::date).thenComparing(RawKey::client).thenComparing(RawKey::entity);

    /** @throws QuarantinedFailure when the text is not the key of a raw file */
    public static RawKey parse(String key) {
        return tryParse(key)
                .orElseThrow(() -> new QuarantinedFailure(
                        "'" + key + "' is not the key of a raw file",
                        "raw keys look like raw-data/CW-000200/2026-02-24/products.json"));
    }

    /** Empty where the text is not the key of a raw file. */
    public static Optional<RawKey> tryParse(String key) {
        Matcher matcher = FORM.matcher(key);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        for (Entity entity : Entity.values()) {
            if (entity.toString().equals(matcher.group(3))) {
                try {
                    return Optional.of(
                            new RawKey(new ClientId(matcher.group(1)), LocalDate.parse(matcher.group(2)), entity));
                } catch (DateTimeParseException notADate) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    /** What the keys of one client begin with. */
    public static String prefix(ClientId client) {
        return PREFIX + client + "/";
    }

    /** Of what {@link #prefix} returns; empty for any other text. */
    static Optional<ClientId> clientOfPrefix(String prefix) {
        Matcher matcher = CLIENT_PREFIX.matcher(prefix);
        return matcher.matches() ? Optional.of(new ClientId(matcher.group(1))) : Optional.empty();
    }

    @Override
    public int compareTo(RawKey other) {
        return CHRONOLOGICAL.compare(this, other);
    }

    @Override
    public String toString() {
        return PREFIX + client + "/" + date + "/" + entity + ".json";
    }
}
