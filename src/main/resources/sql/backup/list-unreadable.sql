-- What pg_dump reads of the product's schemas: if one of these is not readable, there is no backup.
select format('%I.%I', n.nspname, c.relname) as name
from pg_class as c
join pg_namespace as n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'S')
  and (n.nspname in ('general', 'stats', 'ops') or c.relname in ('flyway_schema_history', 'flyway_schema_history_own'))
  and c.relowner = (select relowner from pg_class where oid = 'ops.ledger'::regclass)
  and not (
      has_schema_privilege(n.oid, 'usage')
      and case when c.relkind = 'S' then has_sequence_privilege(c.oid, 'select') else has_table_privilege(c.oid, 'select') end
  )
order by 1
