-- The last good one of that kind, including drills and rebuilds for a comparison; otherwise of the other kind.
select run_id, files, bytes + backup_bytes, rto_seconds
from ops.recovery
where good
order by kind = ? desc, started_at desc
limit 1
