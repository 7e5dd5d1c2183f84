select kind, name, run_id, holder, dates, since, renewed_at
from ops.claim
where renewed_at >= clock_timestamp() - :silence * interval '1 millisecond'
order by since, kind, name
