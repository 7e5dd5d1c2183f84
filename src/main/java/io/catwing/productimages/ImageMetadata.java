package io.catwing.productimages;

import io.catwing.http.Addresses;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an image's object tells of itself, as user metadata: ASCII, so that no server can mangle it, and short, since S3
 * takes two kilobytes in all.
 *
 * @param width in pixels, as stored
 * @param height in pixels, as stored
 * @param sha256 of the object's bytes
 * @param url where it was fetched
 * @param sourceSha256 of the bytes that were fetched: another where they were converted
 * @param etag of the server's last answer, or null
 * @param lastModified of the server's last answer, or null
 */
record ImageMetadata(
        int width, int height, String sha256, String url, String sourceSha256, String etag, String lastModified) {

    /** Of an address, encoded, so that all fits. */
    static final int LONGEST_URL = 1300;

    private static final int LONGEST_ETAG = 200;
    private static final int LONGEST_DATE = 60;

    private static final String WIDTH = "width";
    private static final String HEIGHT = "height";
    private static final String SHA256 = "sha256";
    private static final String URL = "image-url";
    private static final String SOURCE_SHA256 = "source-sha256";
    private static final String ETAG = "source-etag";
    private static final String LAST_MODIFIED = "source-last-modified";

    ImageMetadata {
        etag = kept(etag, LONGEST_ETAG);
        lastModified = kept(lastModified, LONGEST_DATE);
    }

    /** One that is too long to keep is done without: the image is then fetched to see whether it changed. */
    private static String kept(String validator, int longest) {
        return validator == null || Addresses.encodeQuery(validator).length() > longest ? null : validator;
    }

    Map<String, String> write() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put(WIDTH, Integer.toString(width));
        map.put(HEIGHT, Integer.toString(height));
        map.put(SHA256, sha256);
        map.put(URL, url);
        map.put(SOURCE_SHA256, sourceSha256);
        if (etag != null) {
            map.put(ETAG, Addresses.encodeQuery(etag));
        }
        if (lastModified != null) {
            map.put(LAST_MODIFIED, Addresses.encodeQuery(lastModified));
        }
        return map;
    }

    /** Empty where the object was not put by us. */
    static Optional<ImageMetadata> read(Map<String, String> map) {
        if (!map.keySet().containsAll(List.of(WIDTH, HEIGHT, SHA256, URL, SOURCE_SHA256))
                || !map.get(WIDTH).matches("[0-9]{1,9}")
                || !map.get(HEIGHT).matches("[0-9]{1,9}")) {
            return Optional.empty();
        }
        return Optional.of(new ImageMetadata(
                Integer.parseInt(map.get(WIDTH)),
                Integer.parseInt(map.get(HEIGHT)),
                map.get(SHA256),
                map.get(URL),
                map.get(SOURCE_SHA256),
                decoded(map.get(ETAG)),
                decoded(map.get(LAST_MODIFIED))));
    }

    private static String decoded(String value) {
        return value == null ? null : URLDecoder.decode(value, StandardCharsets.UTF_8);
    }
}
