with files as (
    select * from unnest(?::text[], ?::date[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
        as f (raw_key, source_date, etag, sha256, rows_loaded, rows_rejected, rows_equal, rows_excluded)
), loaded as (
    delete from ops.refused_file where raw_key in (select raw_key from files)
), brought_back as (
    delete from ops.forgotten_file where raw_key in (select raw_key from files)
)
insert into ops.ledger as l
    (raw_key, client_id, entity, source_date, etag, sha256, mapping_version, rows_loaded, rows_rejected, run_id, rows_equal,
     rows_excluded)
select raw_key, ?, ?, source_date, etag, sha256, ?, rows_loaded, rows_rejected, ?, rows_equal, rows_excluded
from files
order by raw_key
on conflict (raw_key) do update set
    etag = excluded.etag,
    sha256 = excluded.sha256,
    mapping_version = excluded.mapping_version,
    remapped = l.remapped or l.mapping_version <> excluded.mapping_version,
    rows_loaded = excluded.rows_loaded,
    rows_rejected = excluded.rows_rejected,
    run_id = excluded.run_id,
    rows_equal = excluded.rows_equal,
    rows_excluded = excluded.rows_excluded,
    loaded_at = clock_timestamp()
