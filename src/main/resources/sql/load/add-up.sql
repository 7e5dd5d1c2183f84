-- A file's records with one key as one row: quantities are added up, a price is their mean, everything else is the last record's. A file is identified by its day.
select max(version) as version, client_id, ${keys}, source_date, ${values}
from ${staged}
group by client_id, source_date, ${keys}
