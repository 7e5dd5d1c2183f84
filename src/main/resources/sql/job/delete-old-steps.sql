-- Some at a time, so that no transaction is long. What was done last of something stays, however old: status tells it.
-- No index is used by clock_timestamp(), which may be later for each row.
delete from ops.run_step
where ctid = any (array(
    select s.ctid
    from ops.run_step as s
    where s.ended_at < statement_timestamp() - :days * interval '1 day'
      and exists (
          select
          from ops.run_step as later
          where later.client_id = s.client_id
            and later.subject = s.subject
            and later.stage = s.stage
            and later.ended_at > s.ended_at)
    limit 50000))
