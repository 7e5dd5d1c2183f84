package io.catwing.load.mapping;

import com.fasterxml.jackson.core.JsonPointer;
import io.catwing.client.Client;
import io.catwing.client.ClientId;
import io.catwing.client.CustomColumn;
import io.catwing.client.Entity;
import io.catwing.client.EntitySpec;
import io.catwing.client.EqualKeys;
import io.catwing.client.Expression;
import io.catwing.client.Shape;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Clients and mappings, made without their files. */
public final class Mappings {
    public static final ClientId CLIENT = new ClientId("CW-000200");

    private Mappings() {}

    public static Client client(EntitySpec... specs) {
        return client(CLIENT, specs);
    }

    public static Client client(ClientId id, EntitySpec... specs) {
        Map<Entity, EntitySpec> entities = new EnumMap<>(Entity.class);
        Arrays.stream(specs).forEach(spec -> entities.put(spec.entity(), spec));
        return new Client(
                id,
                "Test",
                ZoneId.of("Europe/London"),
                null,
                null,
                entities,
                Optional.empty(),
                null,
                Path.of(id + ".yaml"));
    }

    public static EntitySpec spec(Entity entity, Map<String, Expression> columns) {
        return spec(entity, columns, "v1");
    }

    public static EntitySpec spec(Entity entity, Map<String, Expression> columns, String version) {
        return spec(entity, columns, null, Map.of(), version);
    }

    public static EntitySpec spec(
            Entity entity, Map<String, Expression> columns, String lines, Map<String, Expression> lineColumns) {
        return spec(entity, columns, lines, lineColumns, "v1");
    }

    private static EntitySpec spec(
            Entity entity,
            Map<String, Expression> columns,
            String lines,
            Map<String, Expression> lineColumns,
            String version) {
        return new EntitySpec(
                entity,
                false,
                1,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                0.5,
                mapping(columns, lines, lineColumns, Shape.ARRAY),
                version);
    }

    /** Of every record, with no column of the client's own; of equal keys the last one counts. @param lines null without */
    public static EntitySpec.Mapping mapping(
            Map<String, Expression> columns, String lines, Map<String, Expression> lineColumns, Shape shape) {
        return new EntitySpec.Mapping(
                columns,
                lines == null ? null : JsonPointer.compile(lines),
                lineColumns,
                shape,
                EqualKeys.LAST,
                EqualKeys.LAST,
                Map.of(),
                Map.of(),
                null,
                null,
                null);
    }

    /** The same entity, with another answer to equal keys. */
    public static EntitySpec meeting(EqualKeys keys, EqualKeys lines, EntitySpec spec) {
        EntitySpec.Mapping mapping = spec.mapping();
        return new EntitySpec(
                spec.entity(),
                false,
                1,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                1,
                new EntitySpec.Mapping(
                        mapping.columns(),
                        mapping.lines(),
                        mapping.lineColumns(),
                        mapping.shape(),
                        keys,
                        lines,
                        Map.of(),
                        Map.of(),
                        null,
                        null,
                        null),
                spec.mappingVersion());
    }

    /** The same entity, with columns of the client's own, and a condition or null. */
    public static EntitySpec withCustom(
            EntitySpec spec, Map<String, CustomColumn> custom, Map<String, CustomColumn> lineCustom, String where) {
        EntitySpec.Mapping mapping = spec.mapping();
        return new EntitySpec(
                spec.entity(),
                false,
                1,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                spec.rejectShare(),
                new EntitySpec.Mapping(
                        mapping.columns(),
                        mapping.lines(),
                        mapping.lineColumns(),
                        mapping.shape(),
                        mapping.equalKeys(),
                        mapping.equalLines(),
                        custom,
                        lineCustom,
                        where,
                        null,
                        null),
                spec.mappingVersion());
    }

    /** The same with rows that are marked as deleted. @param when jq, or null @param absent from snapshots */
    public static EntitySpec withDeleted(EntitySpec spec, String when, boolean absent, String version) {
        EntitySpec.Mapping mapping = spec.mapping();
        return new EntitySpec(
                spec.entity(),
                false,
                1,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                spec.rejectShare(),
                new EntitySpec.Mapping(
                        mapping.columns(),
                        mapping.lines(),
                        mapping.lineColumns(),
                        mapping.shape(),
                        mapping.equalKeys(),
                        mapping.equalLines(),
                        mapping.custom(),
                        mapping.lineCustom(),
                        mapping.where(),
                        mapping.each(),
                        new EntitySpec.Deleted(when, absent)),
                version);
    }

    public static EntitySpec products() {
        return spec(
                Entity.PRODUCTS,
                columns("product_id", at("/id"), "name", at("/name"), "list_price", at("/price"), "active", at("/on")));
    }

    public static EntitySpec inventory() {
        return spec(
                Entity.INVENTORY,
                columns("location_id", at("/place"), "product_id", at("/id"), "quantity", at("/stock")));
    }

    /** The same with what a piece costs. */
    public static EntitySpec valued() {
        return spec(
                Entity.INVENTORY,
                columns(
                        "location_id",
                        at("/place"),
                        "product_id",
                        at("/id"),
                        "quantity",
                        at("/stock"),
                        "unit_cost",
                        at("/cost")));
    }

    /** An order's lines stand in it; their ids are given. */
    public static EntitySpec nested() {
        return spec(
                Entity.SALES_ORDERS,
                heads(),
                "/lines",
                columns(
                        "line_id",
                        at("/n"),
                        "product_id",
                        at("/sku"),
                        "quantity",
                        at("/quantity"),
                        "unit_price",
                        at("/price")));
    }

    /** An order's lines stand in it; their ids are their places. */
    public static EntitySpec places() {
        return spec(
                Entity.SALES_ORDERS,
                heads(),
                "/lines",
                columns("product_id", at("/sku"), "quantity", at("/quantity"), "amount", parent("/total")));
    }

    /** Every record is a line that repeats its order's head. */
    public static EntitySpec flat() {
        return spec(
                Entity.SALES_ORDERS,
                heads(),
                "",
                columns("line_id", at("/n"), "product_id", at("/sku"), "quantity", at("/quantity")));
    }

    public static EntitySpec flatPurchases() {
        return spec(
                Entity.PURCHASE_ORDERS,
                columns("purchase_order_id", at("/no"), "status", at("/status")),
                "",
                columns("line_id", at("/n"), "quantity", at("/quantity")));
    }

    public static EntitySpec flatStoreOrders() {
        return spec(
                Entity.STORE_ORDERS,
                columns("store_order_id", at("/no"), "status", at("/status")),
                "",
                columns("quantity", at("/quantity")));
    }

    public static EntitySpec flatPlaces() {
        return spec(Entity.SALES_ORDERS, heads(), "", columns("product_id", at("/sku"), "quantity", at("/quantity")));
    }

    private static Map<String, Expression> heads() {
        return columns("sales_order_id", at("/no"), "status", at("/status"), "ordered_at", at("/at"));
    }

    public static Expression at(String pointer) {
        return new Expression(JsonPointer.compile(pointer), null, null, false, null, '.');
    }

    public static Expression at(String pointer, String format, char decimal) {
        return new Expression(JsonPointer.compile(pointer), null, null, false, format, decimal);
    }

    public static Expression parent(String pointer) {
        return new Expression(JsonPointer.compile(pointer), null, null, true, null, '.');
    }

    public static Expression jq(String jq) {
        return new Expression(null, jq, null, false, null, '.');
    }

    public static Expression value(String value) {
        return new Expression(null, null, value, false, null, '.');
    }

    /** Names and expressions in turn. */
    public static Map<String, Expression> columns(Object... pairs) {
        Map<String, Expression> columns = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            columns.put((String) pairs[i], (Expression) pairs[i + 1]);
        }
        return columns;
    }
}
