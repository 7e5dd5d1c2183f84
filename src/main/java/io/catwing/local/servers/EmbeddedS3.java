package io.catwing.local.servers;

import io.catwing.bucket.ObjectKey;
import io.catwing.bucket.S3Clients;
import io.catwing.bucket.S3ObjectStore;
import io.catwing.bucket.S3Settings;
import io.catwing.failure.AbortingFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;

/** An S3 server inside this process that stores its objects as files. Listens only on the loopback address. */
public final class EmbeddedS3 implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedS3.class);
    private static final String ACCESS_KEY = "catwing";

    private final S3Proxy proxy;
    private final S3Settings settings;

    private EmbeddedS3(S3Proxy proxy, S3Settings settings) {
        this.proxy = proxy;
        this.settings = settings;
    }

    /** Starts with the data under {@code home}, after deleting what a killed PUT left there. */
    public static EmbeddedS3 start(Home home, String bucket) {
        try {
            return start(home.closedFolder("s3"), bucket, home.secret("s3"));
        } catch (IOException e) {
            throw unusable(home.path().resolve("s3"), e);
        }
    }

    /**
     * Starts on a free port, with the bucket there.
     *
     * @param data folder of the objects; created if missing
     * @param secret that clients must sign with
     */
    public static EmbeddedS3 start(Path data, String bucket, String secret) {
        return start(data, bucket, secret, 0);
    }

    /** The same on a port of 127.0.0.1, 0 for a free one. */
    public static EmbeddedS3 start(Path data, String bucket, String secret, int port) {
        try {
            Path root = Files.createDirectories(data).toRealPath();
            checkKeepsAttributes(root);
            Leftovers.sweep(root);
            Files.createDirectories(root.resolve(bucket));
            S3Proxy proxy = S3Proxy.builder()
                    .blobStore(new DurableBlobStore(new FilesystemNio2BlobStore(root.toString()), root))
                    .endpoint(URI.create("http://127.0.0.1:" + port))
                    .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, secret)
                    .ignoreUnknownHeaders(true)
                    .jettyMaxThreads(64)
                    .stopTimeout(5_000)
                    .build();
            proxy.start();
            String endpoint = "http://127.0.0.1:" + proxy.getPort();
            LOG.debug("embedded S3 at {} on {}", endpoint, data);
            return new EmbeddedS3(proxy, new S3Settings(endpoint, "us-east-1", ACCESS_KEY, secret, bucket, true, true));
        } catch (AbortingFailure e) {
            throw e;
        } catch (IOException e) {
            throw unusable(data, e);
        } catch (Exception e) {
            throw new AbortingFailure(
                    "the embedded S3 did not start: " + e,
                    "see whether this machine lets a process listen on 127.0.0.1, or set CATWING_S3_ENDPOINT",
                    e);
        }
    }

    private static AbortingFailure unusable(Path data, IOException e) {
        return new AbortingFailure(
                "the embedded S3 cannot use " + data + ": " + e,
                "make the folder writable, or set CATWING_HOME to another",
                e);
    }

    /** ETags and metadata are stored as extended attributes; without them the server silently loses both. */
    private static void checkKeepsAttributes(Path root) throws IOException {
        Path trial = Files.createTempFile(root, ".attributes", ".trial");
        try {
            ByteBuffer value = StandardCharsets.UTF_8.encode("kept");
            Files.getFileAttributeView(trial, UserDefinedFileAttributeView.class)
                    .write("user.catwing", value);
        } catch (IOException | RuntimeException refused) {
            throw new AbortingFailure(
                    "the file system of " + root + " keeps no extended attributes (" + refused.getMessage() + ")",
                    "set CATWING_HOME to a folder on ext4, xfs, btrfs or zfs, or CATWING_S3_ENDPOINT to a server of"
                            + " yours",
                    refused);
        } finally {
            Files.delete(trial);
        }
    }

    /** How to reach it. */
    public S3Settings settings() {
        return settings;
    }

    /**
     * Stores a file under {@code client-data/}, replacing what is there, like a person who uploads a workbook. For the
     * demo only.
     */
    public void upload(Path file, ObjectKey key) {
        try (S3Client client = S3Clients.create(settings)) {
            S3ObjectStore store = new S3ObjectStore(client, settings.bucket());
            store.upload(key, file, "application/octet-stream", store.find(key));
        }
    }

    @Override
    public void close() {
        try {
            proxy.stop();
        } catch (Exception e) {
            LOG.warn("the embedded S3 did not stop in order: {}", e.toString());
        }
    }
}
