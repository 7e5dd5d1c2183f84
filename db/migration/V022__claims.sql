-- Who is at work on what. Whoever no longer renews a claim is taken for dead, and what it held is anybody's.
create table ops.claim (
    -- run, client, backup or drill
    kind         text        not null,
    -- of a run or client its id; of a backup or drill, of which there is one at a time, its kind again
    name         text        not null,
    run_id       text        not null,
    -- process, for people
    holder       text        not null,
    -- business dates that a client is fetched for
    dates        date[],
    since        timestamptz not null default clock_timestamp(),
    renewed_at   timestamptz not null default clock_timestamp(),
    primary key (kind, name)
);
