package io.catwing.client;

import io.catwing.failure.AbortingFailure;
import java.util.regex.Pattern;

/**
 * A client's id, {@code CW-} and six digits. This is the only parser: an external string becomes part of a key, a
 * path, a route id or SQL only after it passed here.
 */
public record ClientId(String value) implements Comparable<ClientId> {
    private static final Pattern FORM = Pattern.compile("CW-[0-9]{6}");

    public ClientId {
        if (value == null || !FORM.matcher(value).matches()) {
            throw new AbortingFailure(
                    "'" + value + "' is not a client id", "a client id is CW- and six digits, such as CW-000200");
        }
    }

    @Override
    public int compareTo(ClientId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
