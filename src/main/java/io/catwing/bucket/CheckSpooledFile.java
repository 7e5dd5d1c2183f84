package io.catwing.bucket;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamReadException;
import io.catwing.client.Limits;
import io.catwing.failure.JsonFault;
import io.catwing.failure.QuarantinedFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.camel.Body;
import org.apache.camel.Handler;
import org.springframework.stereotype.Component;

/**
 * Reads a spool file back from the disk, whole, before it becomes the truth for ever: one JSON array of objects, as many
 * as were fetched, byte for byte what was written. Called by the route {@code store-raw-file}.
 */
@Component
public class CheckSpooledFile {
    private static final String FETCH_AGAIN =
            "nothing was stored; fetch it again, and if it stays so, check the disk under CATWING_HOME";
    private static final int BUFFER = 1 << 16;

    private final JsonFactory json = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Limits.TEXT_CHARACTERS)
                    .maxNameLength(Limits.NAME_BYTES)
                    .maxNumberLength(Limits.NUMBER_CHARACTERS)
                    .maxNestingDepth(Limits.RAW_NESTING)
                    .build())
            .build();

    /** @throws QuarantinedFailure when the file is not what its metadata says */
    @Handler
    public void check(@Body SpooledFile spooled) {
        MessageDigest sha256 = sha256();
        long records;
        try (InputStream in =
                new DigestInputStream(new BufferedInputStream(Files.newInputStream(spooled.file()), BUFFER), sha256)) {
            records = count(spooled, in);
            in.transferTo(OutputStream.nullOutputStream());
        } catch (StreamReadException malformed) {
            throw refused(
                    spooled,
                    "is not well-formed JSON at byte " + malformed.getLocation().getByteOffset() + ": "
                            + JsonFault.of(malformed),
                    malformed);
        } catch (IOException e) {
            throw refused(spooled, "cannot be read: " + e, e);
        }
        if (records != spooled.metadata().records()) {
            throw refused(
                    spooled,
                    "holds " + records + " records, but " + spooled.metadata().records() + " were fetched",
                    null);
        }
        String actual = HexFormat.of().formatHex(sha256.digest());
        if (!actual.equals(spooled.metadata().sha256())) {
            throw refused(
                    spooled,
                    "has SHA-256 " + actual + ", but " + spooled.metadata().sha256() + " was written",
                    null);
        }
    }

    private long count(SpooledFile spooled, InputStream in) throws IOException {
        try (JsonParser parser = json.createParser(in).disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw refused(spooled, "is not a JSON array", null);
            }
            long records = 0;
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                if (token != JsonToken.START_OBJECT) {
                    throw refused(
                            spooled,
                            token == null ? "ends in the middle" : "holds a record that is no object, at " + records,
                            null);
                }
                parser.skipChildren();
                records++;
            }
            if (parser.nextToken() != null) {
                throw refused(spooled, "goes on after the end of its array", null);
            }
            return records;
        }
    }

    private static QuarantinedFailure refused(SpooledFile spooled, String why, Exception cause) {
        return new QuarantinedFailure("the spool file of " + spooled.key() + " " + why, FETCH_AGAIN, cause);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
