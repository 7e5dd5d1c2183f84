-- One row per product, location and day, from the pair's first sale to the run date: what was known of it at the end of that
-- day, and, in the columns named next, what was sold after it. All other columns depend only on the row's
-- day and earlier days; tables that hold the current state (ABC class, product, prices) are not used. Windows are summed here, as
-- stats.rolling_sales sums them: that ends with the newest day of which any row was loaded, and the run date may be a later one.
with pair as (
    select product_id, location_id, min(day) as first_row, min(day) filter (where sold_quantity > 0) as first_day
    from stats.daily_sales
    where client_id = ? and day <= ? and product_id <> ''
    group by product_id, location_id
    having bool_or(sold_quantity > 0)
),
-- From before the first sale where something was taken back then: it counts in windows.
calendar as (
    select product_id, location_id, first_day, from_day + n as day
    from (select *, greatest(first_row, first_day - 89) as from_day from pair) as p,
        generate_series(0, ?::date - from_day) as n
),
sold as (
    select
        c.product_id,
        c.location_id,
        c.first_day,
        c.day,
        coalesce(s.sold_quantity, 0) as sold_quantity,
        coalesce(s.returned_quantity, 0) as returned_quantity,
        coalesce(s.net_quantity, 0) as net_quantity,
        coalesce(s.net_revenue, 0) as net_revenue,
        max(c.day) filter (where s.sold_quantity > 0)
            over (pair_days rows between unbounded preceding and current row) as last_sold_day,
        coalesce(sum(s.net_quantity) over (pair_days rows between 6 preceding and current row), 0) as net_quantity_7,
        coalesce(sum(s.net_quantity) over (pair_days rows between 27 preceding and current row), 0) as net_quantity_28,
        coalesce(sum(s.net_quantity) over (pair_days rows between 89 preceding and current row), 0) as net_quantity_90,
        coalesce(sum(s.net_revenue) over (pair_days rows between 6 preceding and current row), 0) as net_revenue_7,
        coalesce(sum(s.net_revenue) over (pair_days rows between 27 preceding and current row), 0) as net_revenue_28,
        coalesce(sum(s.net_revenue) over (pair_days rows between 89 preceding and current row), 0) as net_revenue_90,
        coalesce(sum(s.net_quantity) over (pair_days rows between 1 following and 7 following), 0) as net_quantity_next_7,
        coalesce(sum(s.net_quantity) over (pair_days rows between 1 following and 28 following), 0) as net_quantity_next_28,
        coalesce(sum(s.sold_quantity) over (pair_days rows between 1 following and 7 following), 0) as sold_quantity_next_7
    from calendar as c
    left join stats.daily_sales as s
        on s.client_id = ? and s.day = c.day and s.product_id = c.product_id and s.location_id = c.location_id
    window pair_days as (partition by c.product_id, c.location_id order by c.day)
)
select
    d.product_id,
    d.location_id,
    d.day,
    extract(isodow from d.day)::bigint as weekday,
    extract(day from d.day)::bigint as day_of_month,
    extract(month from d.day)::bigint as month,
    (d.day - d.first_day)::bigint as days_since_first_sale,
    (d.day - d.last_sold_day)::bigint as days_since_last_sale,
    d.sold_quantity::float8 as sold_quantity,
    d.returned_quantity::float8 as returned_quantity,
    d.net_quantity::float8 as net_quantity,
    d.net_revenue::float8 as net_revenue,
    d.net_quantity_7::float8 as net_quantity_7,
    d.net_quantity_28::float8 as net_quantity_28,
    d.net_quantity_90::float8 as net_quantity_90,
    d.net_revenue_7::float8 as net_revenue_7,
    d.net_revenue_28::float8 as net_revenue_28,
    d.net_revenue_90::float8 as net_revenue_90,
    round(l.gross_revenue / l.sold_quantity, 6)::float8 as last_unit_price,
    p.available_quantity::float8 as available_quantity,
    p.incoming_quantity::float8 as incoming_quantity,
    p.stock_out::integer::bigint as stock_out,
    p.stock_out_days_28 as stock_out_days_28,
    case when d.day + 7 <= ?::date then d.net_quantity_next_7::float8 end as net_quantity_next_7,
    case when d.day + 28 <= ?::date then d.net_quantity_next_28::float8 end as net_quantity_next_28,
    case when d.day + 7 <= ?::date then (d.sold_quantity_next_7 > 0)::integer::bigint end as sells_next_7
from sold as d
-- Days before the first sale end here.
join stats.daily_sales as l
    on l.client_id = ? and l.day = d.last_sold_day and l.product_id = d.product_id and l.location_id = d.location_id
left join stats.stock_position as p
    on p.client_id = ? and p.day = d.day and p.product_id = d.product_id and p.location_id = d.location_id
order by d.product_id collate "C", d.location_id collate "C", d.day
