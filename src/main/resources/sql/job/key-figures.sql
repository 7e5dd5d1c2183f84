-- Key figures of a client's statistics, in one row; a figure without data is null.
select (select round(sum(net_revenue), 2) from stats.daily_sales where client_id = :client) as net_revenue,
       (
           select round(100 * sum(returned_quantity) / nullif(sum(sold_quantity), 0), 1)
           from stats.daily_sales
           where client_id = :client
       ) as return_percent,
       (select count(*) from stats.abc_class where client_id = :client and abc_class = 'A') as class_a_products,
       stock.stock_outs,
       stock.days_of_cover,
       suppliers.fill_percent,
       suppliers.on_time_percent,
       (select round(avg(lead_time_days), 1) from stats.purchase_delivery where client_id = :client) as lead_time_days
from (
    select count(*) filter (where stock_out) as stock_outs,
           round((percentile_disc(0.5) within group (order by days_of_cover))::numeric, 1) as days_of_cover
    from stats.stock_position
    where client_id = :client
      and day = (select max(day) from stats.stock_position where client_id = :client)
) as stock
cross join (
    select round(100 * sum(due_accepted_quantity) / nullif(sum(due_ordered_quantity), 0), 1) as fill_percent,
           round(100.0 * sum(on_time_lines) / nullif(sum(expected_lines), 0), 1) as on_time_percent
    from stats.supplier_performance
    where client_id = :client
) as suppliers
