-- A replay in bulk by several processes, each of which fills a share of the clients. Null: one process fills all.
alter table ops.bulk_replay add column shares integer;

-- The shares that were begun, and those that are filled. The last to be filled brings the indexes back.
create table ops.bulk_share (
    share     integer     not null primary key,
    begun_at  timestamptz not null default clock_timestamp(),
    filled_at timestamptz
);
