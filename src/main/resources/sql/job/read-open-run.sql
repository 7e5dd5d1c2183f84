-- The oldest run that has not ended and should have: its process is gone, since the lock that it holds while it lives is
-- free, or it began more than a day ago. The lock is tried shared, so that nobody who looks at the same moment is in the way.
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
