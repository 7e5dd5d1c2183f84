-- Snapshot entities of a rebuild: each row has the newest file's values, and the oldest file's day.
insert into ${head} (${all_columns}, first_seen)
select ${n_columns}, f.first_seen
from ${staged} as n
join staged_first_seen as f on f.version = n.version
