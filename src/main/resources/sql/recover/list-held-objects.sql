select stage, client_id, object_key from ops.lake_ledger where stage in ('client-data', 'ml')
