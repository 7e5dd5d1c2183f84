-- The columns of a table's primary key in the key's order, with their types.
select format('%I', a.attname), format_type(a.atttypid, a.atttypmod)
from pg_index as i
cross join lateral unnest(i.indkey) with ordinality as k (attnum, place)
join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = k.attnum
where i.indrelid = cast(? as regclass) and i.indisprimary
order by k.place
