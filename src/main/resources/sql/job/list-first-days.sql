-- The first day that the database holds of each entity of a client.
select entity, min(source_date) from ops.ledger where client_id = :client group by entity
