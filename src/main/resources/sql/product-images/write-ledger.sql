insert into ops.lake_ledger (object_key, client_id, stage, etag, rows_loaded, rows_rejected, run_id)
select object_key, ?, 'product-images', version, loaded, 1 - loaded, ?
from unnest(?::text[], ?::text[], ?::integer[]) as object (object_key, version, loaded)
