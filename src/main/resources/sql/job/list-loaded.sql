-- What the database holds of some clients: one row per run of days on end of an entity, so that years of days without a gap are one row.
select client_id,
       entity,
       min(source_date) as first,
       max(source_date) as last,
       sum(rows_rejected) as rejected,
       sum(rows_excluded) as excluded
from (
    select client_id, entity, source_date, rows_rejected, rows_excluded,
           source_date - row_number() over (partition by client_id, entity order by source_date)::int as run
    from ops.ledger
    where client_id = any (string_to_array(:clients, ','))
) numbered
group by client_id, entity, run
