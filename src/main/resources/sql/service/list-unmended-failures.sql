-- What failed since a time, and has not succeeded since: one row per client, stage and subject, the newest first. What ended a client's
-- part early is over as soon as another run has done something for it, and what ended since the process or its run was asked to stop
-- is no failure.
with failed as (
    select client_id, stage, subject, source_date, message, ended_at
    from ops.run_step as f
    where outcome = 'FAILED'
      and ended_at > :since
      and (message ~ '^the (process|run) was asked to stop\M') is not true
      and not exists (
          select
          from ops.run_step as later
          where later.client_id = f.client_id
            and later.subject = f.subject
            and later.stage = f.stage
            and later.source_date is not distinct from f.source_date
            and later.ended_at > f.ended_at
            and later.outcome <> 'FAILED'
      )
      and not (
          stage = 'run'
          and exists (
              select
              from ops.run_step as later
              where later.client_id = f.client_id
                and later.run_id <> f.run_id
                and later.stage <> 'run'
                and later.ended_at > f.ended_at
          )
      )
)
select client_id,
       stage,
       subject,
       count(distinct source_date) as days,
       min(source_date) as first_day,
       (array_agg(message order by ended_at desc))[1] as message,
       count(*) over () as all_rows
from failed
group by client_id, stage, subject
order by max(ended_at) desc, client_id, stage, subject
limit :rows
