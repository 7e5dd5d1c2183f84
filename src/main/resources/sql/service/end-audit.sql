update ops.audit
set exit_code = :exit,
    ended_at = clock_timestamp()
where audit_id = :id
