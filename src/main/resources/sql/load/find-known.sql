-- Which of a chunk's keys the table has already, and from when.
select k.place, t.source_date, ${first_seen}
from unnest(${arrays}) with ordinality as k (${key_columns}, place)
join ${head} as t on t.client_id = ? and ${key_join}
