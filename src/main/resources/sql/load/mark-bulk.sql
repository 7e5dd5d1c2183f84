insert into ops.bulk_replay (run_id, shares) values (?, ?)
