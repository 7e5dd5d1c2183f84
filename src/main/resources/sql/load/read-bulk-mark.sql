select run_id, started_at from ops.bulk_replay
