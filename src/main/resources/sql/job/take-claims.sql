-- Free is what nobody holds, or somebody who has not renewed it for too long.
insert into ops.claim as held (kind, name, run_id, holder)
select :kind, name, :run, :holder
from unnest(:names) as name
order by name
on conflict (kind, name) do update
set run_id = excluded.run_id,
    holder = excluded.holder,
    dates = null,
    since = clock_timestamp(),
    renewed_at = clock_timestamp()
where held.renewed_at < clock_timestamp() - :silence * interval '1 millisecond'
returning name, xmax <> 0 as taken_over
