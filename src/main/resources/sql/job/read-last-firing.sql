-- When a timer began a run last, by the clock of who asks.
select max(started_at) from ops.run where command = :timer and started_at <= :now
