update ops.backup
set outcome = 'FAILED', message = 'it was killed, or its machine went down', ended_at = clock_timestamp()
where outcome = 'RUNNING' and run_id <> :#${variable.attempt.run().value()}
