delete from ops.claim where run_id = :run and (:also_run or kind <> 'run')
