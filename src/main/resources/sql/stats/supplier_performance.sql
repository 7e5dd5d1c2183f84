-- after: find-touched-suppliers
-- stats.supplier_performance: a supplier's lead time, fill rate and punctuality.
-- Grain: client, supplier; over all its lines in purchase_delivery.
-- Units: days; rates are shares of 1.
-- Lead time: over lines of which it is known, each counted once, whatever its quantity; the standard deviation is that
-- of a sample; the 95th percentile lies between the two nearest lines by linear interpolation, computed on numerics.
-- Due: lines expected by the newest day, or complete; only lines that order more than 0. Fill rate: what was accepted of
-- due lines (received, not rejected, at most what was ordered) divided by what they ordered. On time: of due lines with an
-- expected day, those whose last receipt was not after it; a line without a receipt is not on time, and one that was received on an
-- unknown day is left out. Cancelled orders do not count.
delete from stats.supplier_performance as t
where t.client_id = current_setting('catwing.client') and t.supplier_id in (select supplier_id from touched_supplier);

insert into stats.supplier_performance
    (client_id, supplier_id, orders, lines, received_lines, lead_time_mean, lead_time_stddev, lead_time_p95,
    due_lines, due_ordered_quantity, due_accepted_quantity, fill_rate, expected_lines, on_time_lines, on_time_rate)
with delivery as (
    select *,
        ordered_quantity > 0
            and (coalesce(expected_day <= current_setting('catwing.newest')::date, false)
                or accepted_quantity >= ordered_quantity) as due
    from stats.purchase_delivery
    where client_id = current_setting('catwing.client')
      and supplier_id in (select supplier_id from touched_supplier)
),
lead_time as (
    select supplier_id, days, place, 1 + 0.95 * (count(*) over (partition by supplier_id) - 1) as at
    from (
        select supplier_id, lead_time_days::numeric as days,
            row_number() over (partition by supplier_id order by lead_time_days) as place
        from delivery
        where lead_time_days is not null
    ) as l
),
lead_times as (
    select supplier_id, avg(days) as mean, stddev_samp(days) as stddev,
        max(days) filter (where place = floor(at))
            + (max(days) filter (where place = ceil(at)) - max(days) filter (where place = floor(at)))
            * max(at - floor(at)) as p95
    from lead_time
    group by supplier_id
),
total as (
    select supplier_id,
        count(distinct purchase_order_id) as orders,
        count(*) as lines,
        count(*) filter (where receipts > 0) as received_lines,
        count(*) filter (where due) as due_lines,
        coalesce(sum(ordered_quantity) filter (where due), 0) as due_ordered,
        coalesce(sum(accepted_quantity) filter (where due), 0) as due_accepted,
        count(*) filter (where due and expected_day is not null and (received_day is not null or receipts = 0))
            as expected_lines,
        count(*) filter (where due and received_day <= expected_day) as on_time_lines
    from delivery
    group by supplier_id
)
select
    current_setting('catwing.client'), t.supplier_id, t.orders, t.lines, t.received_lines, l.mean, l.stddev, l.p95,
    t.due_lines, t.due_ordered, t.due_accepted, t.due_accepted / nullif(t.due_ordered, 0),
    t.expected_lines, t.on_time_lines, t.on_time_lines::numeric / nullif(t.expected_lines, 0)
from total as t
left join lead_times as l on l.supplier_id = t.supplier_id
