-- What recoveries and drills came to: in the database that they made, and in the live one where that was there.
create table ops.recovery (
    run_id        text        not null primary key,
    -- FAST: from a backup; FULL: from the raw files alone
    kind          text        not null,
    subject       text        not null,
    live_database text        not null,
    database      text        not null,
    backup_key    text,
    -- compressed; 0 where there was none
    backup_bytes  bigint      not null,
    started_at    timestamptz not null,
    -- every raw file is there and nothing failed
    good          boolean     not null,
    switched      boolean     not null,
    files         bigint      not null,
    bytes         bigint      not null,
    records       bigint      not null,
    -- from the order to the last step
    rto_seconds   numeric     not null,
    -- age of the oldest raw file that was known and could not be brought back; 0 where there is none
    rpo_seconds   numeric     not null,
    -- a name and seconds each
    steps         jsonb       not null,
    problems      text[]      not null,
    notes         text[]      not null
);

create table ops.drill (
    run_id      text        not null primary key,
    started_at  timestamptz not null,
    ended_at    timestamptz not null,
    backup_key  text,
    -- the scratch database was equal to this one
    good        boolean     not null,
    rto_seconds numeric     not null,
    rpo_seconds numeric     not null,
    problems    text[]      not null
);
create index drill_good on ops.drill (ended_at desc) where good;
