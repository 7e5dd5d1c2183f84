-- No row comes back where it was sent already, or is being sent.
insert into ops.ping as sent (what, subject)
values (:what, :subject)
on conflict (what) do update
set subject = excluded.subject, sent_at = excluded.sent_at
where sent.subject <> excluded.subject
returning what
