-- Many results in one statement; of two of the same thing the later one counts. In the order of the key, so that two that write do not
-- wait for each other in a circle.
insert into ops.run_step (run_id, stage, client_id, subject, source_date, outcome, records, rejected, bytes, message)
select distinct on (stage, client, subject, date)
       :#run, stage, client, subject, date, outcome, records, rejected, bytes, message
from rows from (
    jsonb_to_recordset(cast(:#results as jsonb)) as (
        stage text, client text, subject text, date date, outcome text, records bigint, rejected bigint, bytes bigint, message text
    )
) with ordinality as r (stage, client, subject, date, outcome, records, rejected, bytes, message, place)
order by stage, client, subject, date, place desc
on conflict (run_id, stage, client_id, subject, source_date) do update
set outcome = excluded.outcome,
    records = excluded.records,
    rejected = excluded.rejected,
    bytes = excluded.bytes,
    message = excluded.message,
    ended_at = excluded.ended_at
