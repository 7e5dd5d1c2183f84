-- Seen again, or for the first time, which is when it has a row of its own.
insert into ops.trouble (name, kind, client_id, message, since, seen_at)
values (:name, :kind, :client, :message, :now, :seen)
on conflict (name) where over_at is null do update
set seen_at = greatest(ops.trouble.seen_at, excluded.seen_at), message = excluded.message
returning trouble_id, xmax = 0 as began
