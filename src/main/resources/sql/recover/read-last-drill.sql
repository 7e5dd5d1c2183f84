select ended_at, good, (rto_seconds * 1000)::bigint, (rpo_seconds * 1000)::bigint
from ops.drill
order by ended_at desc
limit 1
