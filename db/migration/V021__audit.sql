-- Who had the service change something.
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
comment on table ops.audit is 'a row for each command by which somebody had the service change something; exit_code is null while it is at work';
comment on column ops.audit.source is 'address that the request came from';
