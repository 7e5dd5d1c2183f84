update ops.backup
set outcome = 'DONE', object_key = ?, bytes = ?, uncompressed_bytes = ?, ended_at = clock_timestamp()
where run_id = ?
