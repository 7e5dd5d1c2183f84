-- after: find-touched-sales
-- stats.rolling_sales: net sales of the 7, 28 and 90 days that end on a day, that day included.
-- Grain: client, day, product, location; the days up to the newest on which daily_sales has a row within 90 days. A pair
-- without a row neither sold nor took back anything: a product that sold once years ago does not fill the table for ever.
-- Units as in daily_sales. Returns are subtracted on the day they come back, cancellations are not included.
delete from stats.rolling_sales as t
using touched_pair as p
where t.client_id = current_setting('catwing.client')
  and t.day between current_setting('catwing.pair_from')::date and current_setting('catwing.pair_to')::date
  and t.product_id = p.product_id and t.location_id = p.location_id and t.day between p.first_day and p.last_day;

insert into stats.rolling_sales
    (client_id, day, product_id, location_id, net_quantity_7, net_quantity_28, net_quantity_90,
    net_revenue_7, net_revenue_28, net_revenue_90)
with sale as (
    select p.first_day, p.last_day, t.product_id, t.location_id, t.day, t.net_quantity, t.net_revenue,
        -- From here on the next row covers the days.
        lead(t.day) over (partition by t.product_id, t.location_id order by t.day) - t.day as next
    from touched_pair as p
    join stats.daily_sales as t
      on t.product_id = p.product_id and t.location_id = p.location_id and t.day between p.first_day - 89 and p.last_day
    where t.client_id = current_setting('catwing.client')
      and t.day between current_setting('catwing.pair_from')::date - 89 and current_setting('catwing.pair_to')::date
),
day as (
    select s.product_id, s.location_id, s.first_day, s.day + n.n as day, s.day + n.n - date '2000-01-01' as number,
        case when n.n = 0 then s.net_quantity end as net_quantity, case when n.n = 0 then s.net_revenue end as net_revenue
    from sale as s
    -- Before the first requested day, only days with sales count in its windows.
    cross join lateral (
        select 0 as n
        union all
        select generate_series(
            greatest(1, s.first_day - s.day),
            least(89, s.next - 1, least(s.last_day, current_setting('catwing.newest')::date) - s.day)
        )
    ) as n
    where s.day <= current_setting('catwing.newest')::date
)
select current_setting('catwing.client'), w.day, w.product_id, w.location_id, coalesce(w.q7, 0), coalesce(w.q28, 0),
    coalesce(w.q90, 0), coalesce(w.r7, 0), coalesce(w.r28, 0), coalesce(w.r90, 0)
from (
    select d.product_id, d.location_id, d.first_day, d.day,
        sum(d.net_quantity) over w7 as q7, sum(d.net_quantity) over w28 as q28, sum(d.net_quantity) over w90 as q90,
        sum(d.net_revenue) over w7 as r7, sum(d.net_revenue) over w28 as r28, sum(d.net_revenue) over w90 as r90
    from day as d
    window pair as (partition by d.product_id, d.location_id order by d.number),
        w7 as (pair range between 6 preceding and current row),
        w28 as (pair range between 27 preceding and current row),
        w90 as (pair range between 89 preceding and current row)
) as w
where w.day >= w.first_day
