-- Runs, the newest first; RUNNING is one that has no outcome yet.
select run_id, command, started_at, ended_at, coalesce(outcome, 'RUNNING') as outcome, failed, message
from ops.run
where (cast(:run as text) is null or run_id = :run)
  and (cast(:outcome as text) is null or coalesce(outcome, 'RUNNING') = :outcome)
order by started_at desc, run_id
limit :rows offset :skip
