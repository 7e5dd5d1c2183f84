package io.catwing.bucket;

import org.apache.camel.Body;
import org.apache.camel.Handler;
import org.springframework.stereotype.Component;

/** Puts a checked spool file into S3. Called by the route {@code store-raw-file}. */
@Component
public class PutSpooledFile {
    private final RawFiles rawFiles;

    PutSpooledFile(RawFiles rawFiles) {
        this.rawFiles = rawFiles;
    }

    @Handler
    public RawFiles.Stored put(@Body SpooledFile spooled) {
        return rawFiles.put(spooled.key(), spooled.file(), spooled.metadata());
    }
}
