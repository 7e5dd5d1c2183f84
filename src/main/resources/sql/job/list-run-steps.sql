-- What a run did, the failures first.
select stage, client_id, subject, source_date, outcome, records, rejected, bytes, message
from ops.run_step
where run_id = :run
order by outcome <> 'FAILED', ended_at, stage, client_id, subject, source_date
limit :rows offset :skip
