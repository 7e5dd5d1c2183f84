package io.catwing.app;

import io.catwing.bucket.S3Settings;

/** The servers that this program brings along, used if the configuration names none. Each starts on first use. */
public interface OwnServers {
    DatabaseSettings database();

    /** The same database, with a less privileged role, for dumps that somebody else may have written. */
    DatabaseSettings restore();

    S3Settings s3();
}
