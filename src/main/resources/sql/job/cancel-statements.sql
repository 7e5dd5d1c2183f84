-- What sessions of this process are at work on.
select count(*) filter (where pg_cancel_backend(pid))
from pg_stat_activity
where application_name = :sessions
  and datname = current_database()
  and state <> 'idle'
  and pid <> pg_backend_pid()
