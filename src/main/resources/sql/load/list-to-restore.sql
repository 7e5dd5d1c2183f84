-- The largest first, so that no worker is left with it at the end; triggers last.
select table_name, kind, name, restore
from ops.put_aside
order by kind = 'trigger', pg_relation_size(table_name::regclass) desc, table_name, kind, name
