-- What the database knows of the files of a client's day: loaded, or refused as a whole.
select entity, rows_loaded as records, rows_rejected as rejected, loaded_at, cast(null as text) as refused
from ops.ledger
where client_id = :client and source_date = :date
union all
select entity, 0, 0, refused_at, reason
from ops.refused_file
where client_id = :client and source_date = :date
