-- In the order in which they are taken, so that two that write do not wait for each other in a circle.
with mine as (
    select kind, name from ops.claim where run_id = :run and (:also_run or kind <> 'run') order by kind, name for update
)
delete from ops.claim as c
using mine
where c.kind = mine.kind and c.name = mine.name
