package io.catwing.fetch;

import io.catwing.bucket.RawKey;
import io.catwing.bucket.RawMetadata;
import io.catwing.client.Delta;
import io.catwing.client.EntitySpec;
import io.catwing.client.Paging;
import io.catwing.client.RequestSpec;
import java.time.LocalDate;
import java.util.List;

/**
 * Where a raw file begins: after the newest earlier one, whose metadata keeps its end, or with everything. So it follows from the
 * bucket alone.
 *
 * @param version of a paging by version
 * @param cursor where a feed goes on; null where the file asks for everything
 * @param kept by a periodic snapshot whose records have no time: where the file after it goes on; else null
 * @param earlier the file that it goes on from, or null
 * @param listed records of the newest snapshot before, or null
 * @param snapshot the file will hold everything that exists
 * @param requests that are sent
 */
record Beginning(
        long version,
        Cursor cursor,
        Cursor kept,
        RawKey earlier,
        Long listed,
        boolean snapshot,
        List<RequestSpec> requests) {

    /** Of a file before which there is none. */
    static Beginning first(EntitySpec spec, LocalDate date) {
        return after(spec, date, null, null);
    }

    /**
     * Of the file of a business date.
     *
     * @param earlier the newest earlier one, or null
     * @param metadata of that, or null
     */
    static Beginning after(EntitySpec spec, LocalDate date, RawKey earlier, RawMetadata metadata) {
        Delta delta = spec.delta();
        boolean periodic =
                delta != null && delta.snapshot() != null && delta.snapshot().on(date);
        boolean anew = spec.snapshot() || periodic;
        long version = spec.paging() instanceof Paging.Version paging
                ? metadata == null || metadata.version() == null || anew ? paging.first() : metadata.version()
                : 0;
        Long listed = metadata == null ? null : metadata.listed();
        List<RequestSpec> requests = periodic && !delta.snapshot().requests().isEmpty()
                ? delta.snapshot().requests()
                : spec.requests();
        boolean feed = delta != null && delta.isFeed();
        Cursor cursor = !feed || metadata == null ? null : Cursor.read(metadata.cursor(), delta.feed());
        if (!feed || periodic) {
            Cursor kept = feed && delta.feed() instanceof Delta.Newest ? cursor : null;
            return new Beginning(version, null, kept, earlier, listed, anew, requests);
        }
        if (cursor == null && delta.feed() instanceof Delta.Newest newest && newest.first() != null) {
            return new Beginning(version, null, null, null, listed, false, requests);
        }
        return new Beginning(version, cursor, null, cursor == null ? null : earlier, listed, cursor == null, requests);
    }

    /** The same from the very beginning, since the ERP no longer knows the cursor. */
    Beginning anew() {
        return new Beginning(version, null, null, null, listed, true, requests);
    }
}
