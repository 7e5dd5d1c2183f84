select raw_key, etag, mapping_version
from ops.ledger
where client_id = ? and source_date >= coalesce(cast(? as date), '-infinity')
