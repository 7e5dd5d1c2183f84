insert into ops.bulk_share (share) values (?) on conflict do nothing
