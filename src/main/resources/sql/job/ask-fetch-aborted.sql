-- How often, and when last, a client's fetch ended early, and not for being told to stop, since a file of it was fetched.
select count(*), max(failed.ended_at)
from ops.run_step as failed
where client_id = :client and outcome = 'FAILED' and stage = 'run' and subject = 'fetch' and source_date is null
  and (message ~ '^the (process|run) was asked to stop\M') is not true
  and not exists (
      select from ops.run_step as fine
      where fine.client_id = :client and fine.stage = 'fetch' and fine.outcome <> 'FAILED' and fine.ended_at > failed.ended_at
  )
