-- How many pages each table has, for several sessions to share them.
select format('%I.%I', n.nspname, c.relname), pg_relation_size(c.oid) / current_setting('block_size')::bigint
from pg_class as c
join pg_namespace as n on n.oid = c.relnamespace
where c.relkind = 'r'
