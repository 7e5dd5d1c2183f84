-- In the order in which they are taken, so that two that write do not wait for each other in a circle.
with mine as (
    select kind, name from ops.claim where run_id = any (:runs) order by kind, name for update
)
update ops.claim as c
set renewed_at = clock_timestamp()
from mine
where c.kind = mine.kind and c.name = mine.name
returning c.kind, c.name, c.run_id
