-- The newest step of each file that failed, unless a later step of the same stage succeeded for the file. Steps without a file have no date.
select distinct on (subject) subject, stage, source_date, message, ended_at
from (
    select distinct on (subject, stage, source_date) subject, stage, source_date, outcome, message, ended_at
    from ops.run_step
    where client_id = :client
      and stage in ('fetch', 'load')
      and source_date is not null
    order by subject, stage, source_date, ended_at desc
) newest_of_file
where outcome = 'FAILED'
order by subject, ended_at desc
