-- Seconds since each last went well; null where it never did.
select extract(epoch from clock_timestamp() - (select max(ended_at) from ops.run where outcome = 'DONE')) as run,
       extract(epoch from clock_timestamp() - (select max(ended_at) from ops.backup where outcome = 'DONE')) as backup,
       extract(epoch from clock_timestamp() - (select max(ended_at) from ops.drill where good)) as drill
