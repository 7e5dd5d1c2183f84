select run_id, started_at, shares from ops.bulk_replay
