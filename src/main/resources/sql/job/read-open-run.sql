-- The oldest run that has not ended but should have: its process is gone, since the lock that it holds while it lives is
-- free, or it began more than a day ago. The lock is tried in shared mode, so that two readers do not block each other.
with open_run as materialized (
    select run_id,
           command,
           started_at,
           pg_try_advisory_xact_lock_shared(hashtextextended('catwing run ' || run_id, 0)) as dead
    from ops.run
    where ended_at is null
)
select run_id, command, to_char(started_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as began, dead
from open_run
where dead or started_at < clock_timestamp() - interval '24 hours'
order by started_at
limit 1
