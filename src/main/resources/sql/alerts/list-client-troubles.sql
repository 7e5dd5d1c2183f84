-- Of each client, how many steps failed when they were last tried, within two days, and why the last of them did. What ended a client's
-- part early is over as soon as another run has done something for it. What ended since the process or its run was asked to stop says
-- nothing of the client: what went before it counts. No index is used by clock_timestamp(), which may be later for each row.
with latest as (
    select distinct on (client_id, stage, subject, source_date)
           client_id,
           stage,
           subject,
           source_date,
           outcome,
           message,
           ended_at
    from ops.run_step
    where ended_at > statement_timestamp() - interval '2 days'
      and (outcome = 'FAILED' and message ~ '^the (process|run) was asked to stop\M') is not true
    order by client_id, stage, subject, source_date, ended_at desc
),
failed as (
    select l.*
    from latest as l
    where l.outcome = 'FAILED'
      -- Of a client without its secrets another trouble tells.
      and l.subject <> 'secrets'
      and not (
          l.stage = 'run'
          and exists (
              select 1
              from latest as later
              where later.client_id = l.client_id and later.stage <> 'run' and later.ended_at > l.ended_at
          )
      )
)
select client_id,
       count(*) as failed,
       (array_agg(stage || ' of ' || subject || coalesce(' ' || source_date, '') order by ended_at desc))[1] as step,
       (array_agg(message order by ended_at desc))[1] as message
from failed
group by client_id
