-- A replay in bulk fills a new database that nobody reads. While its mark is here, tables may lack their indexes and triggers.
create table ops.bulk_replay (
    only_one   boolean     not null primary key default true check (only_one),
    run_id     text        not null,
    started_at timestamptz not null default clock_timestamp()
);

-- What was taken off a table, written in the transaction that took it off, and forgotten in the one that brought it back.
create table ops.put_aside (
    table_name text not null,
    -- constraint, index or trigger
    kind       text not null,
    name       text not null,
    -- the statement that brings it back
    restore    text not null,
    primary key (table_name, kind, name)
);
