package io.catwing.job;

import io.catwing.bucket.RawKey;
import io.catwing.client.Client;
import java.util.Collection;
import java.util.Set;

/** What the bucket has and the database has not. The stage load, which keeps the ledger, answers. */
public interface UnloadedFiles {
    /** Those of a client's files that the ledger does not hold in any form, of entities that the client declares. */
    Set<RawKey> lacking(Client client, Collection<RawKey> files);
}
