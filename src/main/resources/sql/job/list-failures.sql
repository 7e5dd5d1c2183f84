-- How often, and when last, a file of a client could not be fetched or loaded.
select stage, subject, source_date, count(*), max(ended_at)
from ops.run_step
where client_id = :client
  and outcome = 'FAILED'
  and stage in ('fetch', 'load')
  and source_date >= :from
group by stage, subject, source_date
