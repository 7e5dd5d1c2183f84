select ended_at, good, (rto_seconds * 1000)::bigint, (rpo_seconds * 1000)::bigint
from ops.drill
where good and ended_at <= cast(:now as timestamptz) + interval '1 hour'
order by ended_at desc
limit 1
