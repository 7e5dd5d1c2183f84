delete from ops.claim where kind = :kind and name = :name and run_id = :run
