-- One bucket's keys, each with the hash of its row; where a table has no key, with the hashes of all rows alike.
select k.key, string_agg(k.h, ' ' order by k.h)
from (
    select array[${texts}] as key, md5(row(${key})::text) as k, md5(row(${columns})::text) as h from ${table}
) as k
where starts_with(k.k, ?)
group by k.key
