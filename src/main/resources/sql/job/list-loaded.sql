-- What the database holds of one client: one row per raw file.
select raw_key, rows_rejected, rows_excluded
from ops.ledger
where client_id = :client
