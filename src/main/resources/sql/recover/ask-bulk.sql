select not exists (select from ops.ledger) or exists (select from ops.bulk_replay)
