-- The run that ended last, and how many of its fetches failed.
select r.run_id,
       r.outcome,
       r.message,
       (select count(*) from ops.run_step as s where s.run_id = r.run_id and s.stage = 'fetch') as fetches,
       (
           select count(*)
           from ops.run_step as s
           where s.run_id = r.run_id and s.stage = 'fetch' and s.outcome = 'FAILED'
       ) as fetches_failed
from ops.run as r
where r.ended_at is not null
order by r.ended_at desc
limit 1
