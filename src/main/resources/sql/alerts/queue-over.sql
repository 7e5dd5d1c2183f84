-- For those who were told that it began, or will be.
insert into ops.alert (trouble_id, receiver, what)
select trouble_id, receiver, 'OVER'
from ops.alert
where trouble_id = :trouble and what = 'BEGAN'
on conflict do nothing
