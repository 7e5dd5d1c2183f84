package io.catwing.app;

import io.catwing.bucket.S3Settings;

/** Servers that this program brings with it, for whom the configuration names none. Each starts when it is first asked for. */
public interface OwnServers {
    DatabaseSettings database();

    /** The same database as a role that may do less, for dumps that somebody else may have written. */
    DatabaseSettings restore();

    S3Settings s3();
}
