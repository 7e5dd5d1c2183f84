-- The clients of each share, dealt once, by the process that begins: a file that arrives meanwhile gives no client to two
-- shares. So all shares have a row from the beginning, and begun_at says which of them a process has begun. Null: an earlier version
-- began the replay, and dealt nothing.
alter table ops.bulk_share
    add column clients text[],
    alter column begun_at drop not null,
    alter column begun_at drop default;
