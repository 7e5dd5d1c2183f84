-- A run holds a claim for as long as its process lives.
update ops.run as r
set ended_at = clock_timestamp(),
    failed = (select count(*) from ops.run_step as s where s.run_id = r.run_id and s.outcome = 'FAILED'),
    outcome = 'ABORTED',
    message = :message
where r.ended_at is null
  and not exists (
      select
      from ops.claim as c
      where c.kind = 'run'
        and c.name = r.run_id
        and c.renewed_at >= clock_timestamp() - :silence * interval '1 millisecond')
returning r.run_id
