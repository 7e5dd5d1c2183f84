-- What is or was wrong, for alerts: a row from when it was first seen until it is over. Services that run side by side share
-- it, so that each trouble is told of once.
create table ops.trouble (
    trouble_id uuid        not null primary key default gen_random_uuid(),
    -- such as client CW-000200, or backup
    name       text        not null,
    -- what a receiver may ask for: client, client-file, client-secrets, run, or the name of a health check
    kind       text        not null,
    client_id  text,
    message    text        not null,
    since      timestamptz not null default clock_timestamp(),
    seen_at    timestamptz not null default clock_timestamp(),
    over_at    timestamptz
);
create unique index trouble_open on ops.trouble (name) where over_at is null;

-- A message about a trouble for a receiver, written with the trouble and sent afterwards, as often as it takes.
create table ops.alert (
    trouble_id uuid        not null,
    receiver   text        not null,
    -- BEGAN or OVER
    what       text        not null,
    due_at     timestamptz not null default clock_timestamp(),
    attempts   int         not null default 0,
    problem    text,
    sent_at    timestamptz,
    primary key (trouble_id, receiver, what)
);
create index alert_due on ops.alert (due_at) where sent_at is null;

-- What a dead-man ping was last sent for: a day, a backup or a drill.
create table ops.ping (
    what    text        not null primary key,
    subject text        not null,
    sent_at timestamptz not null default clock_timestamp()
);
