insert into ops.run_step (run_id, stage, client_id, subject, source_date, outcome, records, rejected, bytes, message)
values (:#run, :#stage, :#client, :#subject, :#date, :#outcome, :#records, :#rejected, :#bytes, :#message)
on conflict (run_id, stage, client_id, subject, source_date) do update
set outcome = excluded.outcome,
    records = excluded.records,
    rejected = excluded.rejected,
    bytes = excluded.bytes,
    message = excluded.message,
    ended_at = excluded.ended_at
