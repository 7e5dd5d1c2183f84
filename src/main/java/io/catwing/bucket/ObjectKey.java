package io.catwing.bucket;

import io.catwing.failure.QuarantinedFailure;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The key of an object besides raw files. An area's stage builds its keys from checked ids; this is the last gate, which
 * no key passes that could mean something else than what it looks like.
 *
 * @param path below the area's prefix: segments of letters, digits and {@code . _ - % = +}, none of them empty,
 *     {@code .} or {@code ..}
 */
public record ObjectKey(Area area, String path) {
    private static final Pattern SEGMENT = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._%=+-]+");

    /** What S3 takes, in bytes. */
    private static final int LONGEST = 1024;

    public ObjectKey {
        if (!sound(area, path)) {
            throw new QuarantinedFailure(
                    "'" + path + "' is no place under " + area.prefix(),
                    "keys are made of letters, digits and . _ - % = + between single slashes; encode anything else");
        }
    }

    private static boolean sound(Area area, String path) {
        if (area.prefix().length() + path.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            return false;
        }
        for (String segment : path.split("/", -1)) {
            if (!SEGMENT.matcher(segment).matches()) {
                return false;
            }
        }
        return true;
    }

    /** Empty where a key of the bucket is none of the area's, or not one that we would write. */
    static Optional<ObjectKey> tryParse(Area area, String key) {
        return key.startsWith(area.prefix())
                        && sound(area, key.substring(area.prefix().length()))
                ? Optional.of(new ObjectKey(area, key.substring(area.prefix().length())))
                : Optional.empty();
    }

    /** The whole key. */
    @Override
    public String toString() {
        return area.prefix() + path;
    }
}
