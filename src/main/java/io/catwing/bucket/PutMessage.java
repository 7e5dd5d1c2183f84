package io.catwing.bucket;

import io.catwing.failure.AbortingFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.Message;
import org.apache.camel.component.aws2.s3.AWS2S3Constants;

/** A file as {@code aws2-s3:} puts it: as the body, with key, type, MD5 and user metadata in headers. */
public final class PutMessage {
    private PutMessage() {}

    /**
     * @param metadata where it has a {@code sha256}, S3 compares that, too
     * @throws AbortingFailure when the file cannot be read
     */
    public static void write(Message message, String key, Path file, String contentType, Map<String, String> metadata) {
        try {
            message.setHeader(AWS2S3Constants.CONTENT_MD5, FileChecksums.md5(file));
        } catch (IOException e) {
            throw unreadable(file, key, e);
        }
        message.setHeader(AWS2S3Constants.KEY, key);
        message.setHeader(AWS2S3Constants.CONTENT_TYPE, contentType);
        message.setHeader(AWS2S3Constants.METADATA, metadata);
        message.setBody(file.toFile());
    }

    static AbortingFailure unreadable(Path file, String key, IOException e) {
        return new AbortingFailure(
                "the file " + file + " for " + key + " cannot be read: " + e,
                "see that CATWING_HOME lies on a healthy disk and that nothing cleans it up meanwhile",
                e);
    }
}
