-- The oldest message that is due, for whoever takes it: nobody else does until it is due again.
update ops.alert as a
set attempts = a.attempts + 1,
    due_at = clock_timestamp() + least(interval '1 hour', interval '30 seconds' * 2 ^ least(a.attempts, 10))
from ops.trouble as t
where t.trouble_id = a.trouble_id
  and (a.trouble_id, a.receiver, a.what) = (
      select due.trouble_id, due.receiver, due.what
      from ops.alert as due
      where due.sent_at is null
        and due.due_at <= clock_timestamp()
        and due.receiver in (:receivers)
        -- That it is over follows that it began.
        and (
            due.what = 'BEGAN'
            or exists (
                select 1
                from ops.alert as began
                where began.trouble_id = due.trouble_id
                  and began.receiver = due.receiver
                  and began.what = 'BEGAN'
                  and began.sent_at is not null
            )
        )
      order by due.due_at
      limit 1
      for update skip locked
  )
returning a.trouble_id, a.receiver, a.what, t.name, t.kind, t.client_id, t.message, t.since, t.over_at
