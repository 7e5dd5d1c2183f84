-- What recoveries came to, drills and rebuilds for a comparison included, the newest first.
select run_id, kind, subject, database, backup_key, started_at, good, switched, files, bytes, records,
       rto_seconds, rpo_seconds, steps, problems, notes
from ops.recovery
order by started_at desc, run_id
limit :rows offset :skip
