package io.catwing.job;

import io.catwing.bucket.RawKey;
import io.catwing.client.Client;
import java.util.List;

/** What the bucket has and the database has not. The stage load, which keeps the ledger, answers. */
public interface UnloadedFiles {
    /** Files of a client in an order's days that the ledger does not hold in any form. */
    List<RawKey> lacking(Job job, Client client);
}
