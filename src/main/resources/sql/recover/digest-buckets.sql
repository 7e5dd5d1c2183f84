-- A table, or the part of it whose key hashes begin with these digits, in buckets by the next digits; each bucket's
-- content as one text that does not depend on the order of its rows.
select substr(k, 1, ${digits}),
       count(*),
       sum(('x' || substr(h, 1, 15))::bit(60)::bigint)::text || '-'
           || sum(('x' || substr(h, 16, 15))::bit(60)::bigint)::text
from (select md5(row(${key})::text) as k, md5(row(${columns})::text) as h from only ${table}) as hashed
where starts_with(k, ?)
group by 1
