insert into ops.run (run_id, command) values (:run, :command)
