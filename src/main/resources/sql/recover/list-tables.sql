-- The tables that follow from S3, with the columns that can be written, and whether rows belong to a client.
select format('%I.%I', c.table_schema, c.table_name),
       string_agg(format('%I', c.column_name), ', ' order by c.ordinal_position) filter (where c.is_generated = 'NEVER'),
       bool_or(c.column_name = 'client_id')
from information_schema.columns as c
join information_schema.tables as t using (table_schema, table_name)
where t.table_type = 'BASE TABLE'
  and (
      c.table_schema in ('general', 'stats')
      or (c.table_schema = 'ops' and c.table_name in ('ledger', 'rejected_record', 'lake_ledger', 'rejected_row', 'supply_problem', 'refused_file', 'forgotten_file'))
  )
group by c.table_schema, c.table_name
order by c.table_schema, c.table_name
