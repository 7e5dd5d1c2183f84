select 1 where to_regclass('ops.recovery') is not null
