-- All tables that a dump holds, and whether they have generated columns, which a dump leaves out. The
-- tables of an extension come with the extension.
select format('%I.%I', n.nspname, c.relname),
       exists (select from pg_attribute as a where a.attrelid = c.oid and a.attgenerated <> '')
from pg_class as c
join pg_namespace as n on n.oid = c.relnamespace
where c.relkind = 'r'
  and c.relpersistence <> 't'
  and n.nspname not like 'pg\_%'
  and n.nspname <> 'information_schema'
  and not exists (
      select from pg_depend as d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
  and has_schema_privilege(n.oid, 'usage')
  and has_table_privilege(c.oid, 'select')
  and not row_security_active(c.oid)
order by 1
