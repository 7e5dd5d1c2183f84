-- A dump holds its own attempt as one that is under way.
update ops.backup
set outcome = 'DONE', object_key = ?, bytes = ?, uncompressed_bytes = ?, ended_at = coalesce(?, clock_timestamp())
where run_id = ? and outcome = 'RUNNING'
