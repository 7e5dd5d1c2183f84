-- Whether a run that had deleted the rows of a client's entity, and said so, could not read a file to bring them back that is lacking to
-- this day.
select exists (
    select
    from ops.run_step as half
    join ops.run_step as file using (run_id, stage, client_id, subject, outcome)
    where half.client_id = ?
      and half.subject = ?
      and half.stage = 'load'
      and half.outcome = 'FAILED'
      and half.source_date is null
      and file.source_date is not null
      and not exists (
          select from ops.ledger as l
          where l.client_id = file.client_id and l.entity = file.subject and l.source_date = file.source_date)
      and not exists (
          select from ops.refused_file as r
          where r.client_id = file.client_id and r.entity = file.subject and r.source_date = file.source_date)
)
