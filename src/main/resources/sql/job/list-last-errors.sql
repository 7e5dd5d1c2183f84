-- Of some clients the newest step of each file that failed, unless a later step of the same stage succeeded for the file; of each entity the last. Steps
-- without a file have no date. Only files that failed once are looked at: most never did.
select distinct on (client_id, subject) client_id, subject, stage, source_date, message
from (
    select distinct on (client_id, subject, stage, source_date) client_id, subject, stage, source_date, outcome, message, ended_at
    from ops.run_step
    where client_id = any (string_to_array(:clients, ','))
      and (client_id, subject, stage, source_date) in (
          select client_id, subject, stage, source_date
          from ops.run_step
          where client_id = any (string_to_array(:clients, ','))
            and outcome = 'FAILED'
            and stage in ('fetch', 'load')
            and source_date is not null
      )
    order by client_id, subject, stage, source_date, ended_at desc
) newest_of_file
where outcome = 'FAILED'
order by client_id, subject, ended_at desc
