-- Users' own objects, in their own schemas or owned by others than the product's tables, that this user may not read, either
-- for lack of a right or because of a policy that hides rows.
select format('"%s"."%s"', replace(n.nspname, '"', '""'), replace(c.relname, '"', '""'))
from pg_class as c
join pg_namespace as n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'S')
  and c.relpersistence <> 't'
  and n.nspname not like 'pg\_%'
  and n.nspname <> 'information_schema'
  and (
      not has_schema_privilege(n.oid, 'usage')
      or case when c.relkind = 'S' then not has_sequence_privilege(c.oid, 'select') else not has_table_privilege(c.oid, 'select') end
      or c.relkind <> 'S' and row_security_active(c.oid)
  )
  and (
      n.nspname not in ('general', 'stats', 'ops') and c.relname not in ('flyway_schema_history', 'flyway_schema_history_own')
      or c.relowner <> (select relowner from pg_class where oid = 'ops.ledger'::regclass)
  )
order by 1
