-- after: find-touched-stock
-- stats.daily_margin: a day's net revenue less the cost of the goods.
-- Grain: client, business day, product, location; the rows of daily_sales except those of cancellations only.
-- Units: amounts in the order's currency, unit_cost in the currency of its source; margin_rate is a share of 1.
-- Unit cost: the inventory's of that day and location; if it has none, the product's current one, since products keep no
-- history. If both are unknown, cost and margin are null, not 0. Returned goods come back at the same cost.
delete from stats.daily_margin as t
using touched_margin as m
where t.client_id = current_setting('catwing.client')
  and t.day between current_setting('catwing.margin_from')::date and current_setting('catwing.margin_to')::date
  and t.product_id = m.product_id and t.location_id = m.location_id and t.day between m.first_day and m.last_day;

insert into stats.daily_margin
    (client_id, day, product_id, location_id, net_quantity, net_revenue, unit_cost, cost_from, cost, margin, margin_rate)
select
    current_setting('catwing.client'), c.day, c.product_id, c.location_id, c.net_quantity, c.net_revenue,
    c.unit_cost, c.cost_from, c.net_quantity * c.unit_cost, c.net_revenue - c.net_quantity * c.unit_cost,
    case when c.net_revenue > 0 then (c.net_revenue - c.net_quantity * c.unit_cost) / c.net_revenue end
from (
    select t.day, t.product_id, t.location_id, t.net_quantity, t.net_revenue,
        coalesce(i.unit_cost, p.cost_price) as unit_cost,
        case when i.unit_cost is not null then 'inventory' when p.cost_price is not null then 'product' end as cost_from
    from touched_margin as m
    join stats.daily_sales as t
      on t.product_id = m.product_id and t.location_id = m.location_id and t.day between m.first_day and m.last_day
    left join general.inventory as i
      on i.client_id = current_setting('catwing.client')
     and i.source_date = t.day and i.location_id = t.location_id and i.product_id = t.product_id
    left join general.product as p
      on p.client_id = current_setting('catwing.client') and p.product_id = t.product_id
    where t.client_id = current_setting('catwing.client')
      and t.day between current_setting('catwing.margin_from')::date and current_setting('catwing.margin_to')::date
      -- A line that is sold or returned has one of these, unless its quantity and price are both zero.
      and (t.sold_quantity <> 0 or t.returned_quantity <> 0 or t.gross_revenue <> 0 or t.returned_revenue <> 0)
) as c
