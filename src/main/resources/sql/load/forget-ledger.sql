delete from ops.ledger where client_id = ? and entity = ?
