-- Everything that a database holds besides rows, in words: schemas, relations, their columns, functions, extensions, and whether
-- there are large objects. What belongs to an extension is listed with it. PostgreSQL's own schemas are left out.
with own as (
    select oid, nspname from pg_namespace where nspname not in ('pg_catalog', 'information_schema') and nspname !~ '^pg_(toast|temp)'
)
select 'schema ' || quote_ident(nspname) as object from own
union all
select case c.relkind when 'v' then 'view ' when 'm' then 'materialized view ' when 'S' then 'sequence ' when 'f' then 'foreign table '
       else 'table ' end || format('%I.%I', o.nspname, c.relname)
from pg_class as c
join own as o on o.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
  and not exists (select from pg_depend as d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
union all
select 'column ' || format('%I.%I.%I', o.nspname, c.relname, a.attname)
from pg_attribute as a
join pg_class as c on c.oid = a.attrelid
join own as o on o.oid = c.relnamespace
where c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
union all
select 'function ' || format('%I.%I(%s)', o.nspname, p.proname, pg_get_function_identity_arguments(p.oid))
from pg_proc as p
join own as o on o.oid = p.pronamespace
where not exists (select from pg_depend as d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
union all
select 'extension ' || quote_ident(extname) from pg_extension
union all
select 'large objects' where exists (select from pg_largeobject_metadata)
order by 1
