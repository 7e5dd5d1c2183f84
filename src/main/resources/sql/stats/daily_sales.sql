-- after: find-touched-days, keep-sales
-- scope: days
-- stats.daily_sales: what was sold, returned and cancelled, and its revenue.
-- Grain: client, business day (midnight to midnight in the client's time zone), product, location.
-- Units: quantities in the product's unit, amounts in the order's currency, before any conversion.
-- A line with a negative quantity is returned, whatever its order's status. Any other line of a cancelled order is
-- cancelled: neither sold nor in revenue. All other lines are sold. Net is sold minus returned.
-- A line's amount is the ERP's, or else quantity * unit_price - discount.
delete from stats.daily_sales as t
using touched_sales_order_day as d
where t.client_id = current_setting('catwing.client') and t.day = d.day;

insert into stats.daily_sales
    (client_id, day, product_id, location_id, sold_quantity, returned_quantity, cancelled_quantity, net_quantity,
    gross_revenue, returned_revenue, cancelled_revenue, net_revenue, orders, lines)
select
    current_setting('catwing.client'),
    l.day,
    l.product_id,
    l.location_id,
    coalesce(sum(l.quantity) filter (where l.kind = 'sold'), 0),
    coalesce(-sum(l.quantity) filter (where l.kind = 'returned'), 0),
    coalesce(sum(l.quantity) filter (where l.kind = 'cancelled'), 0),
    coalesce(sum(l.quantity) filter (where l.kind <> 'cancelled'), 0),
    coalesce(sum(l.amount) filter (where l.kind = 'sold'), 0),
    coalesce(-sum(l.amount) filter (where l.kind = 'returned'), 0),
    coalesce(sum(l.amount) filter (where l.kind = 'cancelled'), 0),
    coalesce(sum(l.amount) filter (where l.kind <> 'cancelled'), 0),
    count(distinct l.sales_order_id) filter (where l.kind = 'sold'),
    count(*)
from (
    select
        o.day,
        coalesce(l.product_id, '') as product_id,
        coalesce(o.location_id, '') as location_id,
        l.sales_order_id,
        coalesce(l.quantity, 0) as quantity,
        coalesce(l.amount, l.quantity * l.unit_price - coalesce(l.discount, 0), 0) as amount,
        case
            when l.quantity < 0 then 'returned'
            when lower(o.status) in ('cancelled', 'canceled') then 'cancelled'
            else 'sold'
        end as kind
    from touched_sales_order as o
    join general.sales_order_line as l
      on l.client_id = current_setting('catwing.client') and l.sales_order_id = o.sales_order_id
) as l
group by l.day, l.product_id, l.location_id
