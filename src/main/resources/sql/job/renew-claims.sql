update ops.claim
set renewed_at = clock_timestamp()
where run_id = any (:runs)
returning kind, name, run_id
