-- after: daily_sales
-- scope: days
select client_id, day, sum(net_quantity) / nullif(sum(orders), 0) as net_quantity_mean
from stats.daily_sales
group by client_id, day
