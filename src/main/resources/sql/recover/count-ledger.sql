select client_id, entity, count(*) from ops.ledger group by client_id, entity
