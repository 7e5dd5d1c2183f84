-- All tables with rows of their own, whoever made them, with their columns. The tables of an extension come with it.
select n.nspname, c.relname, format('%I.%I', n.nspname, c.relname),
       coalesce((
           select array_agg(format('%I', a.attname) order by a.attname)
           from pg_attribute as a
           where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       ), '{}')
from pg_class as c
join pg_namespace as n on n.oid = c.relnamespace
where c.relkind = 'r'
  and c.relpersistence <> 't'
  and n.nspname not like 'pg\_%'
  and n.nspname <> 'information_schema'
  and not exists (
      select from pg_depend as d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
