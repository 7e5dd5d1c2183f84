insert into ops.backup (run_id)
values (?)
