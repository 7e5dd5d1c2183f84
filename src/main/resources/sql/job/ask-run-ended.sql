-- A run that had nothing to do is claimed, and has no row.
select coalesce(
    (select ended_at is not null from ops.run where run_id = :run),
    not exists (select from ops.claim where kind = 'run' and name = :run))
