-- A table's content as one number that does not depend on the order of its rows: the sum of their hashes. md5 and the
-- text forms under the settings that the caller sets are the same in every version of PostgreSQL.
-- Rows of tables that inherit from it, or are parts of it, are theirs, as in a dump.
select count(*),
       coalesce(sum(('x' || substr(h, 1, 15))::bit(60)::bigint), 0)::text || '-'
           || coalesce(sum(('x' || substr(h, 16, 15))::bit(60)::bigint), 0)::text
from (select md5(row(${columns})::text) as h from only ${table}) as hashed
