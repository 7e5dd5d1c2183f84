select stage || ' ' || object_key, etag from ops.lake_ledger where client_id = ?
