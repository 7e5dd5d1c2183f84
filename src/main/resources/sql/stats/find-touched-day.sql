-- after: find-touched-days, find-touched-stock
-- The days for which sales, store orders, transfers or inventory are recounted.
create temporary table touched_day on commit drop as
select day from touched_sales_order_day
union
select day from touched_store_order_day
union
select day from touched_transfer_order_day
union
select day from touched_stock_day
union
select source_date
from general.inventory
where current_setting('catwing.everything')::boolean and client_id = current_setting('catwing.client');
analyze touched_day
