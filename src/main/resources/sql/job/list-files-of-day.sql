-- What the database holds of one client's day, one row per raw file.
select raw_key, rows_loaded, rows_rejected, rows_excluded, loaded_at, run_id
from ops.ledger
where client_id = :client and source_date = :date
