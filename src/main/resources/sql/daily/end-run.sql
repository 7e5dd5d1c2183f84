update ops.run r
set ended_at = clock_timestamp(),
    failed = (select count(*) from ops.run_step s where s.run_id = r.run_id and s.outcome = 'FAILED')
where r.run_id = :#${exchangeProperty.runId.value()}
