package io.catwing.local.servers;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * Flushes an object to disk before its key appears, and the key before the PUT is answered. The store itself leaves
 * both to the operating system, so that a power failure could leave an empty raw file that is never fetched again. And lists
 * no PUT that is under way, which the store does, although no other S3 server would.
 */
final class DurableBlobStore extends ForwardingBlobStore {
    private static final Logger LOG = LoggerFactory.getLogger(DurableBlobStore.class);

    private final Path root;

    DurableBlobStore(BlobStore store, Path root) {
        super(store);
        this.root = root;
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
        Path object = root.resolve(request.bucket()).resolve(request.key());
        PutObjectResponse response = delegate().putBlob(request, new SyncedAtEnd(payload, object));
        try {
            for (Path folder = object.getParent(); folder.startsWith(root); folder = folder.getParent()) {
                sync(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the disk did not take " + object, e);
        }
        return response;
    }

    @Override
    public ListObjectsV2Response list(ListObjectsV2Request request) {
        ListObjectsV2Response answer = delegate().list(request);
        Path bucket = root.resolve(request.bucket());
        return answer.toBuilder()
                .contents(answer.contents().stream()
                        .filter(object -> isThere(bucket.resolve(object.key()), object.eTag()))
                        .toList())
                .build();
    }

    /** @param etag null where the store found the file before it was whole, or while it was deleted */
    private boolean isThere(Path object, String etag) {
        try {
            return etag == null
                    ? Files.exists(object) && !Leftovers.isPart(object)
                    : !Leftovers.isLeftover(root, object);
        } catch (NoSuchFileException linkedMeanwhile) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(object + " cannot be read", e);
        }
    }

    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /**
     * When the store reaches the end of the payload, all of it is in a file beside the object, named like it with a
     * random suffix, and the store has not given it the object's name yet.
     */
    private static final class SyncedAtEnd extends FilterInputStream {
        private final Path object;

        SyncedAtEnd(InputStream payload, Path object) {
            super(payload);
            this.object = object;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            if (read < 0) {
                sync();
            }
            return read;
        }

        @Override
        public int read(byte[] into, int at, int length) throws IOException {
            int read = super.read(into, at, length);
            if (read < 0) {
                sync();
            }
            return read;
        }

        /** A concurrent PUT of the same key may lose, and remove its part, at any moment. */
        private static void syncIfThere(Path part) throws IOException {
            try {
                DurableBlobStore.sync(part);
            } catch (NoSuchFileException gone) {
                LOG.debug("{} is gone", part);
            }
        }

        private void sync() throws IOException {
            if (object.getFileName() == null || !Files.isDirectory(object.getParent())) {
                return;
            }
            String name = object.getFileName().toString();
            try (DirectoryStream<Path> parts = Files.newDirectoryStream(
                    object.getParent(),
                    file -> Leftovers.isPartOf(name, file.getFileName().toString()))) {
                for (Path part : parts) {
                    syncIfThere(part);
                }
            }
        }
    }
}
