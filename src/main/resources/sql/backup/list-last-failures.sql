-- Without what a clock that was ahead has written down: nothing would be newer.
select run_id, started_at, message
from ops.backup
where message is not null
  and started_at <= clock_timestamp() + interval '1 hour'
  and started_at > coalesce(
      (select max(started_at) from ops.backup
       where outcome = 'DONE' and message is null and started_at <= clock_timestamp() + interval '1 hour'),
      '-infinity')
order by started_at desc
limit 10
