update ops.claim set dates = :dates where kind = 'client' and name = :client and run_id = :run
