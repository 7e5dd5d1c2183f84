-- What the pipeline knows of itself. Everything here but the wall-clock columns follows from S3.
create schema ops;

-- One row a raw file whose rows this database holds. Written in the transaction that loads the file, never apart from it.
create table ops.ledger (
    raw_key         text        not null primary key,
    client_id       text        not null,
    entity          text        not null,
    source_date     date        not null,
    etag            text        not null,
    sha256          text        not null,
    mapping_version text        not null,
    rows_loaded     bigint      not null,
    rows_rejected   bigint      not null,
    run_id          text        not null,
    loaded_at       timestamptz not null default clock_timestamp()
);
create index ledger_client_entity_date on ops.ledger (client_id, entity, source_date);

-- Records that could not be mapped. They belong to their file's ledger entry and are replaced when the file is loaded again.
create table ops.rejected_record (
    raw_key     text   not null,
    -- place of the record in the file's array, from 0
    position    bigint not null,
    -- where in the record, as a JSON Pointer
    field       text   not null,
    reason      text   not null,
    -- text, not jsonb: what the ERP sent is kept to the letter, U+0000 and doubled keys included
    record      text   not null,
    client_id   text   not null,
    entity      text   not null,
    source_date date   not null,
    primary key (raw_key, position)
);
create index rejected_record_client_entity on ops.rejected_record (client_id, entity);

-- One row a command that did something.
create table ops.run (
    run_id     text        not null primary key,
    command    text        not null,
    started_at timestamptz not null default clock_timestamp(),
    ended_at   timestamptz,
    failed     integer,
    constraint run_ends_whole check ((ended_at is null) = (failed is null))
);

-- What a run did to one file: the source of "last error" in status.
create table ops.run_step (
    run_id      text        not null references ops.run,
    -- fetch or load
    stage       text        not null,
    client_id   text        not null,
    entity      text        not null,
    source_date date        not null,
    -- DONE, ALREADY_THERE, FAILED
    outcome     text        not null,
    records     bigint      not null default 0,
    rejected    bigint      not null default 0,
    bytes       bigint      not null default 0,
    message     text,
    ended_at    timestamptz not null default clock_timestamp(),
    primary key (run_id, stage, client_id, entity, source_date)
);
create index run_step_client_entity on ops.run_step (client_id, entity, stage, ended_at desc);
