select 1 where to_regclass('ops.ledger') is not null
