package io.catwing.stats;

import io.catwing.postgres.SqlFile;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One file of {@code sql/stats} in its turn.
 *
 * @param table that it fills, null where it only finds what is touched
 */
record StatsStep(String table, String sql) {

    /** In this order: each reads what those before it left. */
    static final List<StatsStep> ALL = List.of(
            table("newest_day"),
            days("sales_order", "o.ordered_at"),
            find("keep-sales"),
            table("daily_sales"),
            find("find-touched-sales"),
            table("rolling_sales"),
            find("find-touched-stock"),
            table("daily_margin"),
            table("abc_class"),
            table("stock_position"),
            find("find-touched-purchases"),
            table("purchase_delivery"),
            find("find-touched-suppliers"),
            table("supplier_performance"),
            days("store_order", "o.ordered_at"),
            table("store_fulfilment"),
            days("transfer_order", "coalesce(o.shipped_at, o.received_at)"),
            table("transfer_flow"),
            find("find-touched-lists"),
            table("price_change"));

    /** The tables of the schema {@code stats}. */
    static Stream<String> tables() {
        return ALL.stream().filter(StatsStep::fillsTable).map(StatsStep::table);
    }

    boolean fillsTable() {
        return table != null;
    }

    private static StatsStep table(String name) {
        return new StatsStep(name, SqlFile.read("stats/" + name));
    }

    private static StatsStep find(String name) {
        return new StatsStep(null, SqlFile.read("stats/" + name));
    }

    private static StatsStep days(String head, String time) {
        return new StatsStep(null, SqlFile.read("stats/find-touched-days", Map.of("head", head, "time", time)));
    }
}
