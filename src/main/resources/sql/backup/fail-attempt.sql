-- What was stored before something else failed stays stored.
update ops.backup
set outcome = case when object_key is null then 'FAILED' else outcome end, message = ?, ended_at = clock_timestamp()
where run_id = ?
