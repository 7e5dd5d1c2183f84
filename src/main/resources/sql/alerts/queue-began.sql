insert into ops.alert (trouble_id, receiver, what)
values (:trouble, :receiver, 'BEGAN')
on conflict do nothing
