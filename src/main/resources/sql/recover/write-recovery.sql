insert into ops.recovery as r (
    run_id, kind, subject, live_database, database, backup_key, backup_bytes, started_at, good, switched, files, bytes, records,
    rto_seconds, rpo_seconds, steps, problems, notes
)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? / 1000.0, ? / 1000.0, cast(? as jsonb), ?, ?)
on conflict (run_id) do nothing
