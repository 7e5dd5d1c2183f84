update ops.run as r
set ended_at = clock_timestamp(),
    failed = (select count(*) from ops.run_step as s where s.run_id = r.run_id and s.outcome = 'FAILED'),
    outcome = :outcome,
    message = :message
where r.run_id = :run
