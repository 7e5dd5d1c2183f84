-- Drills, the newest first, and what kind of recovery each was.
select d.run_id, coalesce(r.kind, 'FAST') as kind, d.started_at, d.ended_at, d.backup_key, d.good, d.rto_seconds, d.rpo_seconds, d.problems
from ops.drill as d
left join ops.recovery as r on r.run_id = d.run_id
order by d.ended_at desc, d.run_id
limit :rows offset :skip
