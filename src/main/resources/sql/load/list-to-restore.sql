-- The largest first, so that it is not left to one worker at the end; triggers last.
select table_name, kind, name, restore
from ops.put_aside
order by kind = 'trigger', pg_relation_size(table_name::regclass) desc, table_name, kind, name
