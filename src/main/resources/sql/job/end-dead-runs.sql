-- A run holds its lock for as long as its process lives; whoever can take the lock of an open run knows that it is dead.
with open_run as materialized (
    select run_id from ops.run where ended_at is null
),
dead as materialized (
    select run_id from open_run where pg_try_advisory_xact_lock(hashtextextended('catwing run ' || run_id, 0))
)
update ops.run as r
set ended_at = clock_timestamp(),
    failed = (select count(*) from ops.run_step as s where s.run_id = r.run_id and s.outcome = 'FAILED'),
    outcome = 'ABORTED',
    message = :message
from dead
where r.run_id = dead.run_id
returning r.run_id
