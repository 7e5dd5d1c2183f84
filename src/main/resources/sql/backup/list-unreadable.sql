-- What pg_dump reads: tables and sequences outside of the system's schemas.
select format('%I.%I', n.nspname, c.relname)
from pg_class as c
join pg_namespace as n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'S')
  and n.nspname not like 'pg\_%'
  and n.nspname <> 'information_schema'
  and not (
      has_schema_privilege(n.oid, 'usage')
      and case when c.relkind = 'S' then has_sequence_privilege(c.oid, 'select') else has_table_privilege(c.oid, 'select') end
  )
order by 1
