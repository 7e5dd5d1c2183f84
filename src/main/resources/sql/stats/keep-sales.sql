-- after: find-touched-days
-- The touched days as they were before, to find out which products and locations really changed.
create temporary table sales_before on commit drop as
select t.*
from touched_sales_order_day as d
join stats.daily_sales as t on t.client_id = current_setting('catwing.client') and t.day = d.day
