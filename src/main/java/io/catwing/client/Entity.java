package io.catwing.client;

import io.catwing.failure.AbortingFailure;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The ten kinds of records that an ERP is asked for. The lower-case name is used in keys, YAML, routes and tables. */
public enum Entity {
    PRODUCTS,
    SUPPLIERS,
    LOCATIONS,
    PRICING_LISTS,
    INVENTORY,
    SALES_ORDERS,
    PURCHASE_ORDERS,
    RECEIVING_ORDERS,
    STORE_ORDERS,
    TRANSFER_ORDERS;

    private final String lowerName = name().toLowerCase(Locale.ROOT);

    /** The only parser of external entity names. */
    public static Entity parse(String name) {
        return find(name)
                .orElseThrow(() -> new AbortingFailure(
                        "'" + name + "' is not an entity",
                        "the entities are "
                                + Arrays.stream(values()).map(Entity::toString).collect(Collectors.joining(", "))));
    }

    /** The one of this name, where it may be the name of something else. */
    public static Optional<Entity> find(String name) {
        return Arrays.stream(values())
                .filter(entity -> entity.lowerName.equals(name))
                .findFirst();
    }

    @Override
    public String toString() {
        return lowerName;
    }
}
