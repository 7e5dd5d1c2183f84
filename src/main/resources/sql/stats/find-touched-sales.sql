-- after: newest_day, daily_sales
-- Which products at which locations have other sales than before, on which days. An extra day within a pair's first
-- and last one does no harm: recomputing it gives the same result.
create temporary table touched_sale on commit drop as
with changed as (
    (table sales_before
    except
    select t.*
    from touched_sales_order_day as d
    join stats.daily_sales as t on t.client_id = current_setting('catwing.client') and t.day = d.day)
    union all
    (select t.*
    from touched_sales_order_day as d
    join stats.daily_sales as t on t.client_id = current_setting('catwing.client') and t.day = d.day
    except
    table sales_before)
)
select product_id, location_id, min(day) as first_day, max(day) as last_day
from (
    select product_id, location_id, day
    from stats.daily_sales
    where current_setting('catwing.everything')::boolean and client_id = current_setting('catwing.client')
    union all
    select product_id, location_id, day from changed where not current_setting('catwing.everything')::boolean
) as sale
group by product_id, location_id;
-- The same for windows of 90 days: a day's sales are in those of 89 more days, and each new day adds a window for every
-- pair that sold within 90 days.
create temporary table touched_pair on commit drop as
select product_id, location_id, min(first_day) as first_day, max(last_day) as last_day
from (
    select product_id, location_id, first_day, last_day + 89 as last_day from touched_sale
    union all
    select distinct
        t.product_id, t.location_id, least(n.before, n.day) + 1, greatest(n.before, n.day)
    from newest as n
    join stats.daily_sales as t
      on t.client_id = current_setting('catwing.client')
     and t.day between least(n.before, n.day) - 88 and greatest(n.before, n.day)
    where n.before <> n.day and not current_setting('catwing.everything')::boolean
) as pair
group by product_id, location_id;
analyze touched_sale, touched_pair;
select set_config('catwing.pair_from', coalesce(min(first_day), 'infinity')::text, true),
       set_config('catwing.pair_to', coalesce(max(last_day), '-infinity')::text, true)
from touched_pair
