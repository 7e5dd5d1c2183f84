-- The columns of a table's primary key.
select '"' || replace(a.attname, '"', '""') || '"'
from pg_index as i
join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
where i.indrelid = '${table}'::regclass and i.indisprimary
order by array_position(i.indkey::int2[], a.attnum)
