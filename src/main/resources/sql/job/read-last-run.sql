-- The run that ended last, of those that were not asked to stop, and how many of its fetches failed. What one has not got to, the next
-- takes up.
select r.run_id,
       r.outcome,
       r.message,
       (select count(*) from ops.run_step as s where s.run_id = r.run_id and s.stage = 'fetch') as fetches,
       (
           select count(*)
           from ops.run_step as s
           where s.run_id = r.run_id and s.stage = 'fetch' and s.outcome = 'FAILED'
             and (s.message ~ '^the (process|run) was asked to stop\M') is not true
       ) as fetches_failed
from ops.run as r
where r.ended_at is not null and (r.message ~ '^the (process|run) was asked to stop\M') is not true
order by r.ended_at desc
limit 1
