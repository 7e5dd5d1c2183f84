select distinct entity, mapping_version from ops.ledger where client_id = ?
