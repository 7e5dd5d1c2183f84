insert into ops.lake_ledger (object_key, client_id, stage, etag, rows_loaded, rows_rejected, run_id)
values (?, ?, 'ml', ?, ?, 0, ?)
