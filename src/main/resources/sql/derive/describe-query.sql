-- The columns of a query, without any of its rows.
select *
from (
${query}
) as q
limit 0
