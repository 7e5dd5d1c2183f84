insert into ops.bulk_replay (run_id) values (?)
