select object_key from ops.lake_ledger where client_id = ? and stage = 'ml'
