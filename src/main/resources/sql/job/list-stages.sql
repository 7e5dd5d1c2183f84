-- How each stage beyond load went when it ran last, one row per client and stage, in the order of the clients.
select asked.client_id, went.*
from unnest(string_to_array(:clients, ',')) with ordinality as asked(client_id, place)
cross join lateral (
    with newest as (
        select distinct on (stage) stage, run_id
        from ops.run_step
        where client_id = asked.client_id
          and stage not in ('fetch', 'load')
          -- What ended a client's part of a run no longer matters once a later run got past it.
          and not (
              stage = 'run'
              and exists (
                  select
                  from ops.run_step as later
                  where later.client_id = asked.client_id
                    and later.run_id <> run_step.run_id
                    and later.ended_at > run_step.ended_at
                    and later.stage <> 'run'
              )
          )
        order by stage, ended_at desc
    )
    select s.stage,
           max(s.ended_at) as last_run,
           count(*) filter (where s.outcome <> 'FAILED') as done,
           count(*) filter (where s.outcome = 'FAILED') as failed,
           sum(s.records) as records,
           sum(s.rejected) as rejected,
           (array_agg(s.subject || ': ' || s.message order by s.subject) filter (where s.outcome = 'FAILED'))[1] as last_error,
           min(s.ended_at) as first_ended
    from ops.run_step as s
    join newest using (stage, run_id)
    where s.client_id = asked.client_id
    group by s.stage
) as went
order by asked.place, went.first_ended
