insert into ops.drill (run_id, started_at, ended_at, backup_key, good, rto_seconds, rpo_seconds, problems)
values (:run, :started, :ended, :backup, :good, :rto / 1000.0, :rpo / 1000.0, :problems)
