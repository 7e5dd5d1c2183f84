-- From here on the statistics account for what is in this transaction's snapshot.
delete from ops.stats_cost as s
using touched_cost as c
where s.client_id = current_setting('catwing.client') and s.product_id = c.product_id;
insert into ops.stats_cost (client_id, product_id, cost_price)
select p.client_id, p.product_id, p.cost_price
from touched_cost as c
join general.product as p on p.client_id = current_setting('catwing.client') and p.product_id = c.product_id
where p.cost_price is not null;
-- Under the same snapshot as find-pending: exactly the marks that were seen there.
delete from ops.stats_touched where client_id = current_setting('catwing.client');
insert into ops.stats_checksum (client_id, checksum)
values (current_setting('catwing.client'), current_setting('catwing.checksum'))
on conflict (client_id) do update set checksum = excluded.checksum where stats_checksum.checksum <> excluded.checksum
