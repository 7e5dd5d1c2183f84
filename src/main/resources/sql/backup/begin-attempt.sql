insert into ops.backup (run_id)
values (:#${variable.attempt.run().value()})
