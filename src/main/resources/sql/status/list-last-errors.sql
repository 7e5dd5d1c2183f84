-- The newest step of each file that failed, unless a later step of the same stage got the file through.
select distinct on (entity) entity, stage, source_date, message, ended_at
from (
    select distinct on (entity, stage, source_date) entity, stage, source_date, outcome, message, ended_at
    from ops.run_step
    where client_id = :client
    order by entity, stage, source_date, ended_at desc
) newest_of_file
where outcome = 'FAILED'
order by entity, ended_at desc
