package io.catwing.bucket;

import io.catwing.failure.AbortingFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.Message;
import org.apache.camel.component.aws2.s3.AWS2S3Constants;

/** What {@code aws2-s3:} puts: the body, with type, MD5 and user metadata in headers. Where it is put is for a route to say. */
public final class PutMessage {
    private PutMessage() {}

    /**
     * The same, with its key in a header.
     *
     * @param metadata where it has a {@code sha256}, S3 compares that, too
     * @throws AbortingFailure when the file cannot be read
     */
    public static void write(Message message, String key, Path file, String contentType, Map<String, String> metadata) {
        write(message, file, contentType, metadata);
        message.setHeader(AWS2S3Constants.KEY, key);
    }

    /**
     * @param metadata where it has a {@code sha256}, S3 compares that, too
     * @throws AbortingFailure when the file cannot be read
     */
    public static void write(Message message, Path file, String contentType, Map<String, String> metadata) {
        try {
            write(message, FileChecksums.md5(file), contentType, metadata);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        message.setBody(file.toFile());
    }

    /** @param metadata where it has a {@code sha256}, S3 compares that, too */
    public static void write(Message message, byte[] bytes, String contentType, Map<String, String> metadata) {
        write(message, FileChecksums.md5(bytes), contentType, metadata);
        message.setBody(bytes);
    }

    private static void write(Message message, String md5, String contentType, Map<String, String> metadata) {
        message.setHeader(AWS2S3Constants.CONTENT_MD5, md5);
        message.setHeader(AWS2S3Constants.CONTENT_TYPE, contentType);
        message.setHeader(AWS2S3Constants.METADATA, metadata);
    }

    static AbortingFailure unreadable(Path file, IOException e) {
        return new AbortingFailure(
                "the file " + file + " that is to be stored cannot be read: " + e,
                "see that CATWING_HOME lies on a healthy disk and that nothing cleans it up meanwhile",
                e);
    }
}
