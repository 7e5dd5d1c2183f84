-- Who could not be told, and why.
select receiver, count(*), max(problem)
from ops.alert
where sent_at is null and problem is not null and receiver in (:receivers)
group by receiver
order by receiver
