-- after: find-touched-days
-- scope: days
-- stats.transfer_flow: what was shipped from where to where.
-- Grain: client, business day of shipping (of receiving if the shipping day is unknown), product, from, to.
-- Units: the product's unit.
-- Missing is what was shipped and not received, of orders that have arrived; what is in transit is not missing, nor is a line of which it is
-- unknown how much was shipped or received. Cancelled orders count only in cancelled_quantity.
delete from stats.transfer_flow as t
using touched_transfer_order_day as d
where t.client_id = current_setting('catwing.client') and t.day = d.day;

insert into stats.transfer_flow
    (client_id, day, product_id, from_location_id, to_location_id, orders, shipped_quantity, received_quantity,
    missing_quantity, cancelled_quantity)
select
    current_setting('catwing.client'), l.day, l.product_id, l.from_location_id, l.to_location_id,
    count(distinct l.transfer_order_id) filter (where not l.cancelled),
    coalesce(sum(l.shipped) filter (where not l.cancelled), 0),
    coalesce(sum(l.received) filter (where not l.cancelled), 0),
    coalesce(sum(l.shipped - l.received) filter (where not l.cancelled and l.arrived), 0),
    coalesce(sum(l.shipped) filter (where l.cancelled), 0)
from (
    select o.day, coalesce(l.product_id, '') as product_id, coalesce(o.from_location_id, '') as from_location_id,
        coalesce(o.to_location_id, '') as to_location_id, l.transfer_order_id,
        l.quantity as shipped, l.received_quantity as received,
        o.received_at is not null as arrived,
        coalesce(lower(o.status) in ('cancelled', 'canceled'), false) as cancelled
    from touched_transfer_order as o
    join general.transfer_order_line as l
      on l.client_id = current_setting('catwing.client') and l.transfer_order_id = o.transfer_order_id
) as l
group by l.day, l.product_id, l.from_location_id, l.to_location_id
