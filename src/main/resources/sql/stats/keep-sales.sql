-- after: find-touched-days
-- What the touched days were before, to know afterwards which products and places really changed.
create temporary table sales_before on commit drop as
select t.*
from touched_sales_order_day as d
join stats.daily_sales as t on t.client_id = current_setting('catwing.client') and t.day = d.day
