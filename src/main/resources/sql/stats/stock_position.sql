-- after: rolling_sales, find-touched-stock
-- stats.stock_position: stock by location, how long it lasts, and how often it was out.
-- Grain: client, day, product, location; the rows of general.inventory.
-- Units: the product's unit; days_of_cover in days; sell_through is a share of 1.
-- Available is quantity - reserved. Days of cover: available divided by the mean net sale of a day over 28 days (always 28, however
-- new the product), 0 if nothing is available, null if nothing was sold. A stock-out is a snapshot with 0 or
-- less; days without a snapshot are not counted. Sell-through: net sold divided by net sold plus what is left. Returned goods are
-- subtracted from what was sold, cancelled ones do not count. Of a stock whose quantity is unknown all of these are null (greatest() alone
-- would take it for 0), and its day is not counted.
delete from stats.stock_position as t
using touched_stock as s
where t.client_id = current_setting('catwing.client')
  and t.day between current_setting('catwing.stock_from')::date and current_setting('catwing.stock_to')::date
  and t.product_id = s.product_id and t.location_id = s.location_id and t.day between s.first_day and s.last_day;

insert into stats.stock_position
    (client_id, day, product_id, location_id, quantity, reserved_quantity, incoming_quantity, available_quantity,
    net_quantity_28, net_quantity_90, days_of_cover, stock_out, stock_out_days_28, stock_out_days_90,
    sell_through_28, sell_through_90)
with stock as (
    select s.first_day, i.source_date as day, i.product_id, i.location_id, i.quantity, i.reserved_quantity,
        i.incoming_quantity, i.quantity <= 0 as stock_out,
        i.source_date - date '2000-01-01' as number
    from touched_stock as s
    join general.inventory as i
      on i.product_id = s.product_id and i.location_id = s.location_id
     and i.source_date between s.first_day - 89 and s.last_day
     -- Before the first requested day, only stock-outs count in its windows.
     and (i.source_date >= s.first_day or i.quantity <= 0)
    where i.client_id = current_setting('catwing.client')
      and i.source_date between current_setting('catwing.stock_from')::date - 89
                            and current_setting('catwing.stock_to')::date
),
counted as (
    select *,
        count(*) filter (where stock_out) over (pair range between 27 preceding and current row) as out_28,
        count(*) filter (where stock_out) over (pair range between 89 preceding and current row) as out_90
    from stock
    window pair as (partition by product_id, location_id order by number)
),
position as (
    select c.*, c.quantity - coalesce(c.reserved_quantity, 0) as available,
        coalesce(r.net_quantity_28, 0) as sold_28, coalesce(r.net_quantity_90, 0) as sold_90
    from counted as c
    left join stats.rolling_sales as r
      on r.client_id = current_setting('catwing.client')
     and r.day = c.day and r.product_id = c.product_id and r.location_id = c.location_id
    where c.day >= c.first_day
)
select
    current_setting('catwing.client'), day, product_id, location_id, quantity, reserved_quantity, incoming_quantity,
    available, sold_28, sold_90,
    case when sold_28 > 0 and available is not null then greatest(available, 0) * 28 / sold_28 end,
    stock_out, out_28, out_90,
    case
        when quantity is not null and sold_28 >= 0 and sold_28 + greatest(quantity, 0) > 0
        then sold_28 / (sold_28 + greatest(quantity, 0))
    end,
    case
        when quantity is not null and sold_90 >= 0 and sold_90 + greatest(quantity, 0) > 0
        then sold_90 / (sold_90 + greatest(quantity, 0))
    end
from position
