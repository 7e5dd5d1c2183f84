-- Raw files that load refused as a whole, each with what it was refused under: the same object under the same mapping is
-- refused again, so that a recovery that cannot load it either lacks nothing that this database has. Gone once the file loads.
create table ops.refused_file (
    raw_key         text        not null primary key,
    client_id       text        not null,
    entity          text        not null,
    source_date     date        not null,
    etag            text        not null,
    mapping_version text        not null,
    reason          text        not null,
    run_id          text        not null,
    refused_at      timestamptz not null default clock_timestamp()
);
create index refused_file_client_entity on ops.refused_file (client_id, entity);
