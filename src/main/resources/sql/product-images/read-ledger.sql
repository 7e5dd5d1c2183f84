-- In the order in which S3 lists keys.
select object_key, etag
from ops.lake_ledger
where client_id = ? and stage = 'product-images'
order by object_key collate "C"
