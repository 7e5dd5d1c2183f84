package io.catwing.job;

import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import java.time.LocalDate;
import java.util.List;

/**
 * How one entity of one client stands.
 *
 * @param newestRaw date of the newest raw file, null where there is none
 * @param missingDays days without a raw file from this entity's first, or else the client's, up to the client's own
 *     yesterday; those that can be fetched
 * @param gaps those that are lost: the request does not name the date, so nothing can be fetched for a past day. A delta that goes
 *     on where its last file ended has none: a later file holds what changed on a day without one
 * @param loadedUpTo the last date up to which every raw file is loaded, null where none is
 * @param files raw files
 * @param waiting raw files that are not loaded
 * @param rejected records rejected, over all loaded files
 * @param excluded records that where in the mapping left out, over all loaded files
 * @param lastError of the newest failure that nothing has mended since, null where there is none
 */
public record EntityStatus(
        ClientId client,
        Entity entity,
        LocalDate newestRaw,
        List<LocalDate> missingDays,
        List<LocalDate> gaps,
        LocalDate loadedUpTo,
        int files,
        int waiting,
        long rejected,
        long excluded,
        String lastError) {}
