-- All tables and columns that follow from S3. By name, so that a column added later counts like one created at once. From the
-- catalog itself, since information_schema hides tables that this user may not read.
select format('%I.%I', n.nspname, c.relname), string_agg(format('%I', a.attname), ', ' order by a.attname)
from pg_class as c
join pg_namespace as n on n.oid = c.relnamespace
join pg_attribute as a on a.attrelid = c.oid
where c.relkind in ('r', 'p')
  and a.attnum > 0
  and not a.attisdropped
  and (
      n.nspname in ('general', 'stats')
      or (n.nspname = 'ops' and c.relname in ('ledger', 'rejected_record', 'lake_ledger', 'rejected_row', 'supply_problem'))
  )
  -- When, in which run and after which other mapping is not content.
  and not (n.nspname = 'ops' and a.attname in ('run_id', 'loaded_at', 'remapped'))
group by n.nspname, c.relname
order by n.nspname, c.relname
