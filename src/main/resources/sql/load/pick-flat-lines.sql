-- A flat order's lines are those of its newest file; of equal ids the last one counts, and lines without an id are
-- numbered in order.
create temporary table ${picked} on commit drop as
select distinct on (${key}, line_id) ${p_columns}
from (
    select a.version, ${flat_columns}, l.version as place
    from ${staged_lines} as l
    join ${applying} as a on a.${key} = l.${key} and a.source_date = l.source_date
) as p
order by ${key}, line_id, place desc
