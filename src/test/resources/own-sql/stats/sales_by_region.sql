-- after: daily_sales
-- scope: client
-- What each region of the workbook locations.xlsx sold.
select s.client_id, coalesce(l.region, '') as region, sum(s.net_revenue) as net_revenue
from stats.daily_sales as s
left join general.listed_location as l on l.client_id = s.client_id and l.location_id = s.location_id
group by s.client_id, coalesce(l.region, '');
