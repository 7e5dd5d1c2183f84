-- after: find-touched-days
-- scope: days
-- stats.store_fulfilment: how much of their orders stores received.
-- Grain: client, business day of ordering, store.
-- Units: the product's unit, summed over products; rates are shares of 1.
-- A line is fulfilled at most by what it ordered; lines that order 0 or less count only in lines. Cancelled orders
-- count only in cancelled_quantity.
delete from stats.store_fulfilment as t
using touched_store_order_day as d
where t.client_id = current_setting('catwing.client') and t.day = d.day;

insert into stats.store_fulfilment
    (client_id, day, location_id, orders, lines, ordered_quantity, fulfilled_quantity, fulfilment_rate,
    full_lines, full_line_rate, cancelled_quantity)
with line as (
    select o.day, coalesce(o.location_id, '') as location_id, l.store_order_id,
        greatest(coalesce(l.quantity, 0), 0) as ordered,
        least(greatest(coalesce(l.fulfilled_quantity, 0), 0), greatest(coalesce(l.quantity, 0), 0)) as fulfilled,
        coalesce(lower(o.status) in ('cancelled', 'canceled'), false) as cancelled
    from touched_store_order as o
    join general.store_order_line as l
      on l.client_id = current_setting('catwing.client') and l.store_order_id = o.store_order_id
),
total as (
    select day, location_id,
        count(distinct store_order_id) filter (where not cancelled) as orders,
        count(*) filter (where not cancelled) as lines,
        count(*) filter (where not cancelled and ordered > 0) as asked_lines,
        coalesce(sum(ordered) filter (where not cancelled), 0) as ordered,
        coalesce(sum(fulfilled) filter (where not cancelled), 0) as fulfilled,
        count(*) filter (where not cancelled and ordered > 0 and fulfilled = ordered) as full_lines,
        coalesce(sum(ordered) filter (where cancelled), 0) as cancelled
    from line
    group by day, location_id
)
select
    current_setting('catwing.client'), day, location_id, orders, lines, ordered, fulfilled,
    fulfilled / nullif(ordered, 0), full_lines, full_lines::numeric / nullif(asked_lines, 0), cancelled
from total
