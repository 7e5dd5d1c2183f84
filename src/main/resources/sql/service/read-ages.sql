-- Seconds since each last went well; null where it never did. What a clock that was ahead has written down is left out: nothing would be
-- newer for as long as it was ahead.
with bound as (select clock_timestamp() as now, clock_timestamp() + interval '1 hour' as latest)
select extract(epoch from now - (select max(ended_at) from ops.run where outcome = 'DONE' and ended_at <= latest)) as run,
       extract(epoch from now - (select max(ended_at) from ops.backup where outcome = 'DONE' and ended_at <= latest)) as backup,
       extract(epoch from now - (select max(ended_at) from ops.drill where good and ended_at <= latest)) as drill
from bound
