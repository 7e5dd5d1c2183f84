-- Raw files whose rows were deleted because their mapping changed, or because a bulk replay left their entity to the ordinary load, and
-- which are not loaded again yet. While a client has any that load has not refused, nothing is enriched or computed of it: its rows are
-- half of what they were.
create table ops.forgotten_file (
    raw_key   text not null primary key,
    client_id text not null,
    entity    text not null
);
create index forgotten_file_client_entity on ops.forgotten_file (client_id, entity);
