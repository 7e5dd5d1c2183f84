-- The columns of a query, without any row of it.
select *
from (
${query}
) as q
limit 0
