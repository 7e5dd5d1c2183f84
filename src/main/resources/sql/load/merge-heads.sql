-- The newest staged version of each key, if it is newer than the table's, or of the same day and different.
with newest as (
    select distinct on (${key_columns}) * from ${staged} order by ${key_columns}, version desc
)
insert into ${head} as t (${all_columns})
select ${n_columns}
from newest as n
left join lateral (
    select * from ${head} as t where t.client_id = n.client_id and ${n_key_join} offset 0
) as t on true
where t.client_id is null
   or n.source_date > t.source_date
   or (n.source_date = t.source_date and ${n_differs})
on conflict (${conflict}) do update set ${set_columns}
where excluded.source_date >= t.source_date
