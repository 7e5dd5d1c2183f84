-- Files of some clients that load refused as a whole: one row per run of days on end of an entity.
select client_id, entity, min(source_date) as first, max(source_date) as last
from (
    select client_id, entity, source_date,
           source_date - row_number() over (partition by client_id, entity order by source_date)::int as run
    from ops.refused_file
    where client_id = any (string_to_array(:clients, ','))
) numbered
group by client_id, entity, run
