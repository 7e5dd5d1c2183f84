-- For people: what else is running.
select run_id || ' (' || command || ', since ' || to_char(started_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC)'
from ops.run
where ended_at is null
order by started_at desc
limit 3
