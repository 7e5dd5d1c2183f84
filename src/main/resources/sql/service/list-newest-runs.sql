-- The runs that began last, with their step results.
select r.run_id, r.command, r.started_at, r.ended_at, r.outcome, r.message, s.done, s.there, s.failed
from (select * from ops.run order by started_at desc limit :rows) as r
cross join lateral (
    select count(*) filter (where outcome = 'DONE') as done,
           count(*) filter (where outcome = 'ALREADY_THERE') as there,
           count(*) filter (where outcome = 'FAILED') as failed
    from ops.run_step
    where run_id = r.run_id
) as s
order by r.started_at desc
