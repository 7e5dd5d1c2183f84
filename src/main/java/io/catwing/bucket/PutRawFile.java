package io.catwing.bucket;

import io.catwing.failure.QuarantinedFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Message;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/** Writes the PUT of a raw file, and says what it came to. Called by the route {@code store-raw-file}. */
@Component
public class PutRawFile {
    /** What S3 takes in one PUT. Several parts are no way out: not every server makes their completion conditional. */
    static final long GREATEST_PUT = 5L << 30;

    /** What a PUT came to. */
    public enum Stored {
        NEW,
        ALREADY_THERE
    }

    private final RawFiles rawFiles;

    PutRawFile(RawFiles rawFiles) {
        this.rawFiles = rawFiles;
    }

    /**
     * @throws QuarantinedFailure when one PUT cannot take the file
     * @throws io.catwing.failure.AbortingFailure when it cannot be read
     */
    public void write(@Body SpooledFile spooled, Message message) {
        try {
            long bytes = Files.size(spooled.file());
            if (bytes > GREATEST_PUT) {
                throw new QuarantinedFailure(
                        spooled.key() + " has " + bytes + " bytes, and one PUT to S3 takes at most " + GREATEST_PUT,
                        "make the client's delta window shorter, or split the entity's request");
            }
        } catch (IOException e) {
            throw PutMessage.unreadable(spooled.file(), e);
        }
        Map<String, String> metadata = UserMetadata.write(spooled.metadata());
        PutMessage.write(message, spooled.key().toString(), spooled.file(), "application/json", metadata);
    }

    /**
     * The key was taken (412), and its file stays as it is. Where that is our own, the answer to our first PUT was lost and
     * the SDK repeated it.
     */
    public Stored met(@Variable("spooled") SpooledFile spooled) {
        boolean ours = rawFiles.metadata(spooled.key())
                .filter(spooled.metadata()::equals)
                .isPresent();
        return ours ? Stored.NEW : Stored.ALREADY_THERE;
    }
}
