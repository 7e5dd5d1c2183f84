package io.catwing.productimages;

import io.catwing.bucket.StoredObject;
import io.catwing.failure.AbortingFailure;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What differs between S3's listing and the ledger, in one pass over both, for both come by key: however many images a client
 * has, a batch of them is in memory.
 */
final class CompareListing {
    private static final int BATCH = 1000;

    private final ImageLedger ledger;
    private final boolean every;
    private final Differences differences;
    private List<String> gone = new ArrayList<>();
    private List<StoredObject> changed = new ArrayList<>();
    private String last = "";

    /** Gets what differs, batch by batch. */
    interface Differences {
        /** Keys that S3 no longer has. */
        void gone(List<String> keys) throws SQLException;

        /** Objects that the ledger does not know, or knows as they were before. */
        void changed(List<StoredObject> objects) throws SQLException, InterruptedException;
    }

    /** @param every whether all that S3 has counts as changed */
    CompareListing(ImageLedger ledger, boolean every, Differences differences) {
        this.ledger = ledger;
        this.every = every;
        this.differences = differences;
    }

    /** @throws AbortingFailure where the listing is not in the order of keys */
    void with(Iterator<StoredObject> listed) throws SQLException, InterruptedException {
        while (listed.hasNext()) {
            StoredObject object = listed.next();
            String key = object.key().toString();
            checkOrder(key);
            passOver(key);
            boolean known = key.equals(ledger.key());
            if (every || !known || !ledger.version().equals(StoredImage.version(object))) {
                changed.add(object);
            }
            if (known) {
                ledger.next();
            }
            tell(BATCH);
        }
        passOver(null);
        tell(1);
    }

    private void checkOrder(String key) {
        if (key.compareTo(last) <= 0) {
            throw new AbortingFailure(
                    "S3 lists " + key + " after " + last + ", which is not the order of keys",
                    "look into the S3 server, and into a proxy or cache before it; no list of it can be believed");
        }
        last = key;
    }

    /** What the ledger has before this key is not in S3. @param key null for all that is left */
    private void passOver(String key) throws SQLException, InterruptedException {
        // Keys are of ASCII, in whose order Java and the collation "C" agree.
        while (ledger.key() != null && (key == null || ledger.key().compareTo(key) < 0)) {
            gone.add(ledger.key());
            ledger.next();
            tell(BATCH);
        }
    }

    private void tell(int least) throws SQLException, InterruptedException {
        if (gone.size() >= least) {
            differences.gone(gone);
            gone = new ArrayList<>();
        }
        if (changed.size() >= least) {
            differences.changed(changed);
            changed = new ArrayList<>();
        }
    }
}
