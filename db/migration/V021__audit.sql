-- A row for each command by which somebody had the service change something; exit_code is null while it is at work, and
-- source is the address that the request came from.
create table ops.audit (
    -- A switch to another database carries rows over.
    audit_id   uuid        not null primary key default gen_random_uuid(),
    at         timestamptz not null default clock_timestamp(),
    who        text        not null,
    source     text        not null,
    command    text        not null,
    exit_code  int,
    ended_at   timestamptz
);
