-- In the order in which they are taken, so that two that write do not wait for each other in a circle.
with theirs as (
    select kind, name from ops.claim where holder in (:holders) order by kind, name for update
)
delete from ops.claim as c
using theirs
where c.kind = theirs.kind and c.name = theirs.name
returning c.kind, c.name, c.run_id, c.holder
