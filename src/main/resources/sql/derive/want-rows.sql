-- The expected content of the rows that are recomputed, in the table's types: a number has as many decimals as it will have there.
-- Whatever the query reads, other clients' rows, and rows that are not recomputed, are left out.
drop table if exists pg_temp.wanted;
create temporary table wanted (like ${table}) on commit drop;
insert into wanted (${columns})
select ${columns}
from (
${query}
) as q
where q.client_id = current_setting('catwing.client') and ${query_scope}
