package io.catwing.local.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catwing.client.Entity;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The faults that are currently injected, and the paging under them. */
final class FaultInjection {
    private static final String[] HOSTILE = {"../../x", "'; drop table general.product; --"};

    private final Map<Entity, Set<Fault>> on = new EnumMap<>(Entity.class);

    synchronized void turnOn(Entity entity, Fault wrong) {
        on.computeIfAbsent(entity, e -> EnumSet.noneOf(Fault.class)).add(wrong);
    }

    synchronized void turnOff() {
        on.clear();
    }

    synchronized boolean has(Entity entity, Fault wrong) {
        return on.getOrDefault(entity, Set.of()).contains(wrong);
    }

    /**
     * @param total that the answer declares
     * @param pages that the answer declares
     * @param more another page follows
     * @param elsewhere it follows on another host
     * @param padding to stream after the body
     */
    record Page(List<ObjectNode> rows, int total, int pages, boolean more, boolean elsewhere, long padding) {}

    /** The records from start on, at most size of them. */
    Page page(Entity entity, Rows rows, int start, int size) {
        int total = rows.size();
        if (has(entity, Fault.EMPTY_SNAPSHOT)) {
            total = 0;
        } else if (has(entity, Fault.SHRUNKEN_SNAPSHOT)) {
            total /= 10;
        }
        boolean endless = has(entity, Fault.ENDLESS_NEXT_LINK);
        int first = start;
        if (has(entity, Fault.REPEATED_PAGE)) {
            first = start >= total ? start : 0;
        } else if (endless && total > 0) {
            first = start % total;
        }
        List<ObjectNode> page = new ArrayList<>();
        for (int i = first; i < Math.min((long) first + size, total); i++) {
            page.add(corrupted(entity, i, rows.row().apply(i)));
        }
        int pages = Math.max(1, (total + size - 1) / size);
        boolean more = endless || (long) start + size < total;
        boolean elsewhere = has(entity, Fault.OTHER_HOST);
        if (has(entity, Fault.SHORT_COUNT) && !more && !page.isEmpty()) {
            page.remove(page.size() - 1);
        }
        return new Page(
                page,
                total,
                endless ? Integer.MAX_VALUE : pages,
                more || elsewhere,
                elsewhere,
                has(entity, Fault.OVERSIZED_BODY) ? DemoErp.OVERSIZE : 0);
    }

    private ObjectNode corrupted(Entity entity, int index, ObjectNode row) {
        String id = row.fieldNames().next();
        if (index == 0 && has(entity, Fault.BAD_RECORD)) {
            row.putNull(id);
        } else if (index < HOSTILE.length && has(entity, Fault.HOSTILE_IDS)) {
            row.put(id, HOSTILE[index]);
        }
        return row;
    }
}
