-- What the rows that are made anew should be. By the table's types: a number has as many decimals as it will have there.
-- Whatever the query reads, no other client's rows are taken, and none that are not made anew.
drop table if exists pg_temp.wanted;
create temporary table wanted (like ${table}) on commit drop;
insert into wanted (${columns})
select ${columns}
from (
${query}
) as q
where q.client_id = current_setting('catwing.client') and ${query_scope}
