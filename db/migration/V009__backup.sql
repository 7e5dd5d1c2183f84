-- One row an attempt to back up this database. What lies in S3 decides which backups there are; this tells why some are not.
create table ops.backup (
    run_id             text        not null primary key,
    -- of the dump; null until it is stored and counts
    object_key         text,
    started_at         timestamptz not null default clock_timestamp(),
    ended_at           timestamptz,
    -- RUNNING, DONE, FAILED. A dump that is stored counts, even where pruning failed after it
    outcome            text        not null default 'RUNNING',
    bytes              bigint,
    uncompressed_bytes bigint,
    message            text,
    constraint backup_outcome check (outcome in ('RUNNING', 'DONE', 'FAILED'))
);
create index backup_started on ops.backup (started_at desc);
