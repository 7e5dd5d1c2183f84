package io.catwing.client;

import static io.catwing.client.yaml.Key.optional;
import static io.catwing.client.yaml.ObjectForm.object;

import io.catwing.client.yaml.Key;
import io.catwing.client.yaml.ListForm;
import io.catwing.client.yaml.ObjectForm;
import io.catwing.client.yaml.Refusal;
import io.catwing.client.yaml.Scalar;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code images:} where the images that products name are fetched from. */
final class ImagesForm {
    /** An image's decoded size grows with its pixels, and the heap does not. */
    private static final int MOST_MEGAPIXELS = 50;

    private static final long MOST_BYTES = 100L << 20;

    private static final String NAME = "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?";
    private static final String HOST_PATTERN =
            "(" + NAME + "(?:\\." + NAME + ")*|\\[[0-9A-Fa-f:.]+\\])(?::([1-9][0-9]{0,4}))?";
    private static final Pattern HOST = Pattern.compile(HOST_PATTERN);

    private static final Scalar<Images.Host> HOST_NAME =
            Scalar.of("a host", Scalars.pattern("^" + HOST_PATTERN + "$"), (text, environment) -> host(text));

    private static final Scalar<Integer> MEGAPIXEL_COUNT = Scalar.plain(
            "a number of megapixels",
            Scalars.type("integer").andThen(s -> s.put("minimum", 1).put("maximum", MOST_MEGAPIXELS)),
            (text, environment) -> {
                if (!text.matches("[0-9]{1,3}")
                        || Integer.parseInt(text) < 1
                        || Integer.parseInt(text) > MOST_MEGAPIXELS) {
                    throw new Refusal(
                            "is not a whole number from 1 to " + MOST_MEGAPIXELS,
                            "larger images cannot be decoded safely; ask for smaller ones");
                }
                return Integer.parseInt(text);
            });

    private static final Key<URI> BASE =
            optional("base", References.ADDRESS, "What relative addresses of images are below. Default: erp.url.");
    private static final Key<List<Images.Host>> HOSTS = optional(
            "hosts",
            new ListForm<>(HOST_NAME),
            "Hosts that images may come from besides the ERP's own, such as cdn.example.com or cdn.example.com:8443.");
    private static final Key<Long> BYTES = optional("bytes", Scalars.SIZE, "10MB", "Of one image, at most.");
    private static final Key<Integer> MEGAPIXELS =
            optional("megapixels", MEGAPIXEL_COUNT, "25", "Of one image, at most; million pixels.");
    private static final Key<Double> PER_SECOND =
            optional("requests_per_second", Scalars.RATE, "Images asked for in a second. Default: that of erp.limits.");
    private static final Key<Integer> CONCURRENT =
            optional("concurrent_requests", Scalars.whole(1), "Images under way at once. Default: that of erp.limits.");

    /** What the file says; null if the default comes from the ERP. */
    static final ObjectForm<Images> IMAGES = object(
            "images",
            "Where the images that products name are fetched from. Without it none are fetched.",
            v -> {
                if (v.get(BYTES) > MOST_BYTES) {
                    v.refuse(BYTES, "is more than 100MB", "larger images cannot be decoded safely");
                }
                return new Images(
                        v.get(BASE),
                        v.find(HOSTS).orElse(List.of()),
                        v.get(BYTES),
                        v.get(MEGAPIXELS),
                        v.find(PER_SECOND).orElse(0.0),
                        v.find(CONCURRENT).orElse(0));
            },
            BASE,
            HOSTS,
            BYTES,
            MEGAPIXELS,
            PER_SECOND,
            CONCURRENT);

    private ImagesForm() {}

    /** With the ERP's own values if the file says nothing. */
    static Images complete(Images written, Erp erp) {
        URI base = written.base() == null ? erp.url() : written.base();
        return new Images(
                URI.create(base.toString().replaceFirst("/*$", "/")),
                written.hosts(),
                written.bytes(),
                written.megapixels(),
                written.requestsPerSecond() > 0
                        ? written.requestsPerSecond()
                        : erp.limits().requestsPerSecond(),
                written.concurrentRequests() > 0
                        ? written.concurrentRequests()
                        : erp.limits().concurrentRequests());
    }

    private static Images.Host host(String text) throws Refusal {
        Matcher parts = HOST.matcher(text);
        if (!parts.matches()) {
            throw new Refusal(
                    "is not a host",
                    text.contains("*")
                            ? "name each host; there are no wildcards"
                            : "write the host alone, such as cdn.example.com or cdn.example.com:8443");
        }
        int port = parts.group(parts.groupCount()) == null ? 0 : Integer.parseInt(parts.group(parts.groupCount()));
        if (port > 65_535) {
            throw new Refusal("has a port that does not exist", "ports go up to 65535");
        }
        return new Images.Host(parts.group(1).replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT), port);
    }
}
