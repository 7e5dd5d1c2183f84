package io.catwing.bucket;

import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import java.io.InputStream;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Raw files in a bucket. */
public final class S3RawFiles implements RawFiles {
    /** How far back the predecessor of a file is looked for. A client silent for longer starts anew. */
    static final int MONTHS_BACK = 24;

    private final S3Client s3;
    private final String bucket;

    public S3RawFiles(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    @Override
    public Optional<RawMetadata> metadata(RawKey key) {
        return head(key).map(h -> UserMetadata.read(key, h.metadata()));
    }

    @Override
    public Optional<RawFile> find(RawKey key) {
        return head(key)
                .map(h -> new RawFile(key, S3Failures.etag(h.eTag(), key.toString(), bucket), h.contentLength()));
    }

    private Optional<HeadObjectResponse> head(RawKey key) {
        try {
            return Optional.of(s3.headObject(h -> h.bucket(bucket).key(key.toString())));
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return Optional.empty();
            }
            throw S3Failures.of("head", key.toString(), bucket, e);
        } catch (SdkException e) {
            throw S3Failures.of("head", key.toString(), bucket, e);
        }
    }

    @Override
    public Optional<RawKey> newestBefore(ClientId client, Entity entity, LocalDate date) {
        LocalDate last = date.minusDays(1);
        YearMonth month = YearMonth.from(last);
        for (int back = 0; back < MONTHS_BACK; back++, month = month.minusMonths(1)) {
            try (Stream<RawFile> files = list(RawKey.prefix(client) + month + "-")) {
                Optional<RawKey> newest = files.map(RawFile::key)
                        .filter(k -> k.entity() == entity && k.date().isBefore(date))
                        .max(Comparator.naturalOrder());
                if (newest.isPresent()) {
                    return newest;
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public SortedSet<ClientId> clients() {
        try (Stream<String> folders = S3Listing.folders(s3, bucket, RawKey.PREFIX)) {
            return folders.flatMap(folder -> RawKey.clientOfPrefix(folder).stream())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Override
    public Stream<RawFile> list(ClientId client) {
        return list(RawKey.prefix(client));
    }

    @Override
    public Stream<RawFile> list(ClientId client, LocalDate from) {
        String prefix = RawKey.prefix(client);
        // Keys are in the order of their dates, so that years of older files cost no request.
        return list(prefix, prefix + from);
    }

    private Stream<RawFile> list(String prefix) {
        return list(prefix, null);
    }

    private Stream<RawFile> list(String prefix, String after) {
        return S3Listing.of(s3, bucket, prefix, after)
                .flatMap(o -> RawKey.tryParse(o.key())
                        .map(key -> new RawFile(key, S3Failures.etag(o.eTag(), o.key(), bucket), o.size()))
                        .stream());
    }

    @Override
    public InputStream open(RawFile file) {
        return new S3InputStream(
                s3,
                bucket,
                file.key().toString(),
                file.etag(),
                file.bytes(),
                "raw files never change; find out who writes to bucket " + bucket
                        + " besides catwing, and restore the object");
    }
}
