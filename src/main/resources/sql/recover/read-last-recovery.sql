select run_id, (bytes + backup_bytes) / greatest(rto_seconds, 0.1)
from ops.recovery
where kind = ? and good and bytes + backup_bytes > 0
order by started_at desc
limit 1
