-- Runs after the heads were merged: an order's lines apply where its head is of the same day.
create temporary table ${applying} on commit drop as
select n.version, n.client_id, n.${key}, n.source_date
from (
    select distinct on (${key}) version, client_id, ${key}, source_date
    from ${staged}
    order by ${key}, version desc
) as n
cross join lateral (
    select t.source_date from ${head} as t where t.client_id = n.client_id and t.${key} = n.${key} offset 0
) as t
where t.source_date = n.source_date
