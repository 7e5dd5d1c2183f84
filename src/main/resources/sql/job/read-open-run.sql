-- The oldest run that has not ended but should have: its process no longer renews its claim, or it began more than a day ago.
with open_run as (
    select run_id,
           command,
           started_at,
           not exists (
               select
               from ops.claim as c
               where c.kind = 'run'
                 and c.name = r.run_id
                 and c.renewed_at >= clock_timestamp() - :silence * interval '1 millisecond') as dead
    from ops.run as r
    where ended_at is null
)
select run_id, command, to_char(started_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as began, dead
from open_run
where dead or started_at < clock_timestamp() - interval '24 hours'
order by started_at
limit 1
