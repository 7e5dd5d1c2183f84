-- In the order in which they are taken, so that two that write do not wait for each other in a circle.
with silent as (
    select kind, name from ops.claim
    where renewed_at < clock_timestamp() - :silence * interval '1 millisecond'
    order by kind, name
    for update
)
delete from ops.claim as c
using silent
where c.kind = silent.kind and c.name = silent.name
returning c.kind, c.name, c.run_id, c.holder
