-- Of what has an end already, another process has told.
update ops.run as r
set ended_at = clock_timestamp() - :ago * interval '1 millisecond',
    failed = (select count(*) from ops.run_step as s where s.run_id = r.run_id and s.outcome = 'FAILED'),
    outcome = :outcome,
    message = :message
where r.run_id = :run
  and r.ended_at is null
