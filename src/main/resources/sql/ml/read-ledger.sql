select etag from ops.lake_ledger where object_key = ?
