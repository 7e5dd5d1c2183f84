-- Values come from the newest file that lists a row, first_seen from the oldest: an older file that comes late
-- lowers first_seen and changes nothing else.
with newest as (
    select distinct on (${key_columns}) *, min(source_date) over (partition by ${key_columns}) as seen
    from ${staged}
    order by ${key_columns}, version desc
)
insert into ${head} as t (${all_columns}, first_seen)
select ${n_columns}, n.seen
from newest as n
left join lateral (
    select * from ${head} as t where t.client_id = n.client_id and ${n_key_join} offset 0
) as t on true
where t.client_id is null
   or n.source_date > t.source_date
   or n.seen < t.first_seen
   or (n.source_date = t.source_date and ${n_differs})
on conflict (${conflict}) do update set
    ${set_newer},
    source_date = greatest(t.source_date, excluded.source_date),
    first_seen = least(t.first_seen, excluded.first_seen)
