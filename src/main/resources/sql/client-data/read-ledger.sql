select object_key, etag, reading from ops.lake_ledger where client_id = ? and stage = 'client-data'
