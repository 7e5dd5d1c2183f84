with loaded as (delete from ops.refused_file where raw_key = ?)
insert into ops.ledger as l
    (raw_key, client_id, entity, source_date, etag, sha256, mapping_version, rows_loaded, rows_rejected, run_id, rows_equal,
     rows_excluded)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
on conflict (raw_key) do update set
    etag = excluded.etag,
    sha256 = excluded.sha256,
    mapping_version = excluded.mapping_version,
    rows_loaded = excluded.rows_loaded,
    rows_rejected = excluded.rows_rejected,
    run_id = excluded.run_id,
    rows_equal = excluded.rows_equal,
    rows_excluded = excluded.rows_excluded,
    loaded_at = clock_timestamp()
