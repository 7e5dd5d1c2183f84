-- after: rolling_sales
-- stats.abc_class: which products carry the revenue.
-- Grain: client, product; those that daily_sales has in the 90 days up to the newest day.
-- Units: net revenue of 90 days over all locations; shares are of the sum of what is above 0.
-- Products in falling order of revenue, equal ones by id in byte order. A product is A while those before it come to less
-- than 80 %, B while to less than 95 %, and C from there on; so the one that reaches 80 % is A. Without revenue: C.
delete from stats.abc_class where client_id = current_setting('catwing.client');

insert into stats.abc_class
    (client_id, product_id, revenue_rank, net_revenue_90, share, cumulative_share, abc_class)
with revenue as (
    select product_id, sum(net_revenue_90) as revenue, greatest(sum(net_revenue_90), 0) as counted
    from stats.rolling_sales
    where client_id = current_setting('catwing.client') and day = current_setting('catwing.newest')::date
    group by product_id
),
ranked as (
    select product_id, revenue, counted,
        row_number() over falling as place,
        sum(counted) over (falling rows unbounded preceding) as reached,
        sum(counted) over () as whole
    from revenue
    window falling as (order by revenue desc, product_id collate "C")
)
select current_setting('catwing.client'), product_id, place, revenue,
    case when whole > 0 then counted / whole else 0 end,
    case when whole > 0 then reached / whole else 0 end,
    case
        when counted = 0 then 'C'
        when reached - counted < 0.80 * whole then 'A'
        when reached - counted < 0.95 * whole then 'B'
        else 'C'
    end
from ranked
