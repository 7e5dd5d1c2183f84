select run_id, started_at, message
from ops.backup
where message is not null
  and started_at > coalesce(
      (select max(started_at) from ops.backup where outcome = 'DONE' and message is null), '-infinity')
order by started_at desc
limit 10
