-- after: find-touched-sales
-- The days whose inventory is new or gone, and what else its rows affect.
create temporary table touched_stock_day on commit drop as
select distinct day
from (
    select source_date as day from pending where entity = 'inventory'
    union all
    select day from mark where topic = 'inventory'
) as d
where not current_setting('catwing.everything')::boolean;
analyze touched_stock_day;
-- Margins: for sales that changed, days whose inventory has another cost, products whose own cost changed.
create temporary table touched_margin on commit drop as
select product_id, location_id, min(first_day) as first_day, max(last_day) as last_day
from (
    table touched_sale
    union all
    select t.product_id, t.location_id, t.day, t.day
    from touched_stock_day as d
    join stats.daily_sales as t on t.client_id = current_setting('catwing.client') and t.day = d.day
    union all
    select t.product_id, t.location_id, t.day, t.day
    from touched_cost as c
    join stats.daily_sales as t on t.client_id = current_setting('catwing.client') and t.product_id = c.product_id
    where not current_setting('catwing.everything')::boolean
) as m
group by product_id, location_id;
-- Positions: a day's snapshot is in the windows of 89 more days, and so are its sales.
create temporary table touched_stock on commit drop as
select product_id, location_id, min(first_day) as first_day, max(last_day) as last_day
from (
    select product_id, location_id, min(source_date) as first_day, max(source_date) as last_day
    from general.inventory
    where current_setting('catwing.everything')::boolean and client_id = current_setting('catwing.client')
    group by product_id, location_id
    union all
    select product_id, location_id, first_day, last_day
    from touched_pair
    where not current_setting('catwing.everything')::boolean
    union all
    select i.product_id, i.location_id, d.day, d.day + 89
    from touched_stock_day as d
    join general.inventory as i on i.client_id = current_setting('catwing.client') and i.source_date = d.day
    union all
    select t.product_id, t.location_id, d.day, d.day + 89
    from touched_stock_day as d
    join stats.stock_position as t on t.client_id = current_setting('catwing.client') and t.day = d.day
) as s
group by product_id, location_id;
analyze touched_margin, touched_stock;
select set_config('catwing.margin_from', coalesce(min(first_day), 'infinity')::text, true),
       set_config('catwing.margin_to', coalesce(max(last_day), '-infinity')::text, true)
from touched_margin;
select set_config('catwing.stock_from', coalesce(min(first_day), 'infinity')::text, true),
       set_config('catwing.stock_to', coalesce(max(last_day), '-infinity')::text, true)
from touched_stock
