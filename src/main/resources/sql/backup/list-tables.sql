-- All tables that a dump holds, and whether they have columns that the database computes, which a dump leaves out.
select format('%I.%I', n.nspname, c.relname),
       exists (select from pg_attribute as a where a.attrelid = c.oid and a.attgenerated <> '')
from pg_class as c
join pg_namespace as n on n.oid = c.relnamespace
where c.relkind = 'r'
  and c.relpersistence <> 't'
  and n.nspname not like 'pg\_%'
  and n.nspname <> 'information_schema'
order by 1
