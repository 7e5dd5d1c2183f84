delete from ops.claim where run_id = :run
