-- One bucket's keys, each with the hash of its row; for a table without a key, the hashes of all rows.
select k.key, string_agg(k.h, ' ' order by k.h)
from (
    select array[${texts}] as key, md5(row(${key})::text) as k, md5(row(${columns})::text) as h from only ${table}
) as k
where starts_with(k.k, ?)
group by k.key
