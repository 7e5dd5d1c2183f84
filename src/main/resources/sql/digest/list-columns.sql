-- All tables and columns that follow from S3. By name, so that a column added late counts as one made at once.
select format('%I.%I', c.table_schema, c.table_name), string_agg(format('%I', c.column_name), ', ' order by c.column_name)
from information_schema.columns as c
join information_schema.tables as t using (table_schema, table_name)
where t.table_type = 'BASE TABLE'
  and (
      c.table_schema in ('general', 'stats')
      or (c.table_schema = 'ops' and c.table_name in ('ledger', 'rejected_record', 'lake_ledger', 'rejected_row', 'supply_problem'))
  )
  -- When, and in which run, is no content.
  and not (c.table_schema = 'ops' and c.column_name in ('run_id', 'loaded_at'))
group by c.table_schema, c.table_name
order by c.table_schema, c.table_name
