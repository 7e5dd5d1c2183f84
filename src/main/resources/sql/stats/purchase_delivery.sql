-- after: find-touched-purchases
-- stats.purchase_delivery: what was ordered from whom, and what was delivered.
-- Grain: client, purchase order, line; without cancelled orders.
-- Units: the product's unit; lead_time_days in days.
-- A line of a receipt belongs to the line that it names; one that names none belongs to the first line (by id in byte order)
-- of its product in the same purchase order. A cancelled receipt does not count. The quantity of a receipt includes
-- what was rejected of it. A line's lead time runs from the order's business day to that of its last receipt of something. A receipt
-- without a time was on a day that nobody knows: that of its file moves whenever it is sent again. So the received day and the lead time are
-- null if one of the line's receipts has none, and so is the lead time if the order has none; its ordered day is then its file's.
delete from stats.purchase_delivery as t
using touched_purchase as p
where t.client_id = current_setting('catwing.client') and t.purchase_order_id = p.purchase_order_id;

insert into stats.purchase_delivery
    (client_id, purchase_order_id, line_id, supplier_id, location_id, product_id, ordered_day, expected_day,
    received_day, receipts, ordered_quantity, received_quantity, rejected_quantity, accepted_quantity, lead_time_days)
with ordered as (
    select l.purchase_order_id, l.line_id, coalesce(o.supplier_id, '') as supplier_id,
        coalesce(o.location_id, '') as location_id, coalesce(l.product_id, '') as product_id,
        (o.ordered_at at time zone current_setting('catwing.time_zone'))::date as told_day, o.source_date,
        (coalesce(l.expected_at, o.expected_at) at time zone current_setting('catwing.time_zone'))::date as expected_day,
        coalesce(l.quantity, 0) as quantity,
        row_number() over (
            partition by l.purchase_order_id, coalesce(l.product_id, '') order by l.line_id collate "C"
        ) as place
    from touched_purchase as p
    join general.purchase_order as o
      on o.client_id = current_setting('catwing.client') and o.purchase_order_id = p.purchase_order_id
    join general.purchase_order_line as l
      on l.client_id = current_setting('catwing.client') and l.purchase_order_id = p.purchase_order_id
    where lower(o.status) not in ('cancelled', 'canceled') or o.status is null
),
receipt as (
    -- An empty text names none: a CSV's empty cell is one.
    select p.purchase_order_id, nullif(l.purchase_order_line_id, '') as purchase_order_line_id, l.product_id,
        (o.received_at at time zone current_setting('catwing.time_zone'))::date as day,
        coalesce(l.quantity, 0) as quantity, coalesce(l.rejected_quantity, 0) as rejected_quantity
    from touched_purchase as p
    join general.receiving_order as o
      on o.client_id = current_setting('catwing.client') and o.purchase_order_id = p.purchase_order_id
    join general.receiving_order_line as l
      on l.client_id = current_setting('catwing.client') and l.receiving_order_id = o.receiving_order_id
    where lower(o.status) not in ('cancelled', 'canceled') or o.status is null
),
matched as (
    select purchase_order_id, purchase_order_line_id as line_id, day, quantity, rejected_quantity
    from receipt
    where purchase_order_line_id is not null
    union all
    select r.purchase_order_id, o.line_id, r.day, r.quantity, r.rejected_quantity
    from receipt as r
    join ordered as o
      on o.purchase_order_id = r.purchase_order_id and o.product_id = coalesce(r.product_id, '') and o.place = 1
    where r.purchase_order_line_id is null
),
received as (
    select purchase_order_id, line_id,
        case when bool_and(day is not null) filter (where quantity > 0) then max(day) filter (where quantity > 0) end as day,
        count(*) filter (where quantity > 0) as receipts, sum(quantity) as quantity,
        sum(rejected_quantity) as rejected_quantity
    from matched
    group by purchase_order_id, line_id
)
select
    current_setting('catwing.client'), o.purchase_order_id, o.line_id, o.supplier_id, o.location_id, o.product_id,
    coalesce(o.told_day, o.source_date), o.expected_day, r.day, coalesce(r.receipts, 0), o.quantity, coalesce(r.quantity, 0),
    coalesce(r.rejected_quantity, 0),
    greatest(0, least(coalesce(r.quantity, 0) - coalesce(r.rejected_quantity, 0), o.quantity)),
    r.day - o.told_day
from ordered as o
left join received as r on r.purchase_order_id = o.purchase_order_id and r.line_id = o.line_id
