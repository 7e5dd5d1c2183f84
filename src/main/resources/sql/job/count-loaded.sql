-- All that the database holds of the bucket.
select count(*) as files,
       coalesce(sum(rows_loaded), 0) as records,
       coalesce(sum(rows_rejected), 0) as rejected,
       max(loaded_at) as last
from ops.ledger
