-- A run works on more than raw files by now: on workbooks, pictures and tables, which have no business date.
alter table ops.run_step rename column entity to subject;
alter table ops.run_step drop constraint run_step_pkey;
alter table ops.run_step alter column source_date drop not null;
alter table ops.run_step add constraint run_step_key
    unique nulls not distinct (run_id, stage, client_id, subject, source_date);
alter index ops.run_step_client_entity rename to run_step_client_subject;

-- What is computed from general alone.
create schema stats;

-- What the client's own file says of it and the tables need: written by the stage enrich, read by everything that asks
-- which day a time belongs to.
create table general.client (
    client_id text not null primary key,
    name      text not null,
    -- as PostgreSQL names it; a business day begins at midnight there
    time_zone text not null
);

-- One row an object of the lake besides raw files (a workbook, a picture, predictions) whose content this database holds.
-- Written in the transaction that writes the content, like ops.ledger. An object whose ETag is here is not read again.
create table ops.lake_ledger (
    object_key    text        not null primary key,
    client_id     text        not null,
    -- the stage that holds it: client-data, product-images or ml
    stage         text        not null,
    etag          text        not null,
    rows_loaded   bigint      not null,
    rows_rejected bigint      not null,
    run_id        text        not null,
    loaded_at     timestamptz not null default clock_timestamp()
);
create index lake_ledger_client_stage on ops.lake_ledger (client_id, stage);
