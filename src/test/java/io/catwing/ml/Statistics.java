package io.catwing.ml;

import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of the statistics, as the stage stats would have computed them or made up. */
final class Statistics {
    private final JdbcTemplate sql;

    Statistics(JdbcTemplate sql) {
        this.sql = sql;
    }

    void newestDay(LocalDate day) {
        sql.update(
                "insert into stats.newest_day values (?, ?) on conflict (client_id) do update set day = excluded.day",
                MlFixture.CLIENT.value(),
                day);
        loaded(day);
    }

    /** The file of sales orders of a day is loaded, and accounted for. */
    void loaded(LocalDate day) {
        load(day);
        sql.update("delete from ops.stats_touched");
    }

    /** The same, not accounted for. */
    void load(LocalDate day) {
        sql.update(
                """
                insert into ops.ledger
                    (raw_key, client_id, entity, source_date, etag, sha256, mapping_version, rows_loaded, rows_rejected, run_id)
                values (?, ?, 'sales_orders', ?, 'e', 's', 'v', 0, 0, 'r') on conflict (raw_key) do nothing""",
                "raw-data/" + MlFixture.CLIENT + "/" + day + "/sales_orders.json",
                MlFixture.CLIENT.value(),
                day);
    }

    void sold(LocalDate day, String product, String location, double sold, double returned, double price) {
        sql.update(
                """
                insert into stats.daily_sales values (?, ?, ?, ?, ?::numeric, ?::numeric, 3, ?::numeric - ?::numeric,
                    ?::numeric * ?::numeric, ?::numeric * ?::numeric, 5,
                    (?::numeric - ?::numeric) * ?::numeric, 1, 2)""",
                MlFixture.CLIENT.value(),
                day,
                product,
                location,
                sold,
                returned,
                sold,
                returned,
                sold,
                price,
                returned,
                price,
                sold,
                returned,
                price);
    }

    /** From daily_sales as it stands. */
    void rolling() {
        sql.update("delete from stats.rolling_sales");
        sql.update(
                """
                insert into stats.rolling_sales
                select s.client_id, d.day::date, s.product_id, s.location_id,
                    coalesce(sum(s.net_quantity) filter (where s.day > d.day - interval '7 days'), 0),
                    coalesce(sum(s.net_quantity) filter (where s.day > d.day - interval '28 days'), 0),
                    sum(s.net_quantity),
                    coalesce(sum(s.net_revenue) filter (where s.day > d.day - interval '7 days'), 0),
                    coalesce(sum(s.net_revenue) filter (where s.day > d.day - interval '28 days'), 0),
                    sum(s.net_revenue)
                from stats.newest_day as n,
                    generate_series(n.day - interval '200 days', n.day, interval '1 day') as d (day),
                    stats.daily_sales as s
                where s.client_id = n.client_id and s.day <= d.day and s.day > d.day - interval '90 days'
                group by 1, 2, 3, 4""");
    }

    /** @param available null where the inventory does not tell, and so is {@code out} */
    void stock(LocalDate day, String product, String location, Number available, Boolean out) {
        sql.update(
                """
                insert into stats.stock_position values (?, ?, ?, ?, ?, 0, 4, ?, 1, 1, null, ?, ?, 9, null, null)""",
                MlFixture.CLIENT.value(),
                day,
                product,
                location,
                available,
                available,
                out,
                Boolean.TRUE.equals(out) ? 2 : 1);
    }

    /** Random trade over some days; rows of one day do not depend on the others. */
    void random(LocalDate from, LocalDate to, Random random) {
        for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
            for (String product : List.of("A", "B", "é", "Z")) {
                for (String location : List.of("", "L1", "L2")) {
                    if (random.nextInt(4) == 0) {
                        sold(
                                day,
                                product,
                                location,
                                random.nextInt(5),
                                random.nextInt(3),
                                1 + random.nextInt(900) / 100.0);
                    }
                    if (random.nextInt(2) == 0) {
                        stock(day, product, location, random.nextInt(20), random.nextBoolean());
                    }
                }
            }
        }
        rolling();
    }

    void forgetAfter(LocalDate day) {
        for (String table : List.of("daily_sales", "stock_position")) {
            sql.update("delete from stats." + table + " where day > ?", day);
        }
    }
}
