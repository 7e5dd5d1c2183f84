package io.catwing.job;

import io.catwing.failure.AbortingFailure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A share of the clients, for processes that fill one database together: {@code 0/8} to {@code 7/8} are all of them.
 *
 * @param index from 0, as Kubernetes numbers the pods of an Indexed Job
 */
public record Share(int index, int count) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,4})/(\\d{1,4})");

    public Share {
        if (index >= count) {
            throw wrong(index + "/" + count);
        }
    }

    /** @throws AbortingFailure where the text is no share */
    public static Share parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw wrong(text);
        }
        return new Share(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
    }

    @Override
    public String toString() {
        return index + "/" + count;
    }

    private static AbortingFailure wrong(String text) {
        return new AbortingFailure(
                "'" + text + "' is no share of the clients", "shares are numbered from 0: the last of eight is 7/8");
    }
}
