-- after: daily_basket
-- scope: days
select o.client_id, o.day, o.status, count(*) as orders,
       (
           select count(*) from general.inventory as i
           where i.client_id = o.client_id and i.source_date = o.day and i.quantity > 0
       ) as in_stock
from (
    select client_id, coalesce(status, '') as status,
           coalesce((ordered_at at time zone current_setting('catwing.time_zone'))::date, source_date) as day
    from general.sales_order
) as o
join stats.daily_basket as b on b.client_id = o.client_id and b.day = o.day
group by o.client_id, o.day, o.status
