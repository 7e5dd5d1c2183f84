insert into ops.run (run_id, command)
values (:#${exchangeProperty.runId.value()}, :#${exchangeProperty.order.command()})
