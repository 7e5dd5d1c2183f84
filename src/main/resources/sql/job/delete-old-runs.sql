-- Those whose steps are gone.
delete from ops.run as r
where r.ended_at < clock_timestamp() - :days * interval '1 day'
  and not exists (select from ops.run_step as s where s.run_id = r.run_id)
