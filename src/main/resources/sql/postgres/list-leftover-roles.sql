-- Of restores that were killed and whose database is gone.
select rolname
from pg_roles
where rolname ~ '^catwing_restore_[0-9]+$'
  and substr(rolname, 17)::bigint not in (select oid::bigint from pg_database)
