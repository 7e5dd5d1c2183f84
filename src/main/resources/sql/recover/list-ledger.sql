select raw_key, etag, loaded_at from ops.ledger where client_id = ?
