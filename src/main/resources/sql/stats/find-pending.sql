-- The rules of the client's time zone belong to the checksum: an update of theirs may move orders to another day, and no row
-- changes by it that would mark that day. The offset at noon of each Sunday tells them apart.
select set_config('catwing.checksum', current_setting('catwing.checksum') || '-' || rules, true)
from (
    select md5(string_agg(
        extract(epoch from noon at time zone current_setting('catwing.time_zone'))::text, ' ' order by noon
    )) as rules
    from generate_series(timestamp '1970-01-04 12:00', timestamp '2040-01-01', interval '7 days') as noon
) as zone;
-- Marks are read once, here: what is marked afterwards is left to the next run.
create temporary table mark on commit drop as
select distinct topic, touched, day from ops.stats_touched where client_id = current_setting('catwing.client');
-- The raw files whose rows the statistics do not account for: their ledger entry came, changed or went, whatever it says now. The rows
-- of a file have its date.
create temporary table pending on commit drop as
select touched as entity, day as source_date from mark where topic = 'file';
-- The products whose cost differs from what the statistics account for.
create temporary table touched_cost on commit drop as
select coalesce(p.product_id, s.product_id) as product_id
from (
    select product_id, cost_price
    from general.product
    where client_id = current_setting('catwing.client') and cost_price is not null
) as p
full join (
    select product_id, cost_price from ops.stats_cost where client_id = current_setting('catwing.client')
) as s using (product_id)
where p.cost_price is distinct from s.cost_price;
analyze pending, touched_cost, mark
