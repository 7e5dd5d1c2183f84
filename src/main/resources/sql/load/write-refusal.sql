-- The first refusal of an object under a mapping stays.
insert into ops.refused_file as r (raw_key, client_id, entity, source_date, etag, mapping_version, reason, run_id)
values (?, ?, ?, ?, ?, ?, ?, ?)
on conflict (raw_key) do update set
    etag = excluded.etag,
    mapping_version = excluded.mapping_version,
    reason = excluded.reason,
    run_id = excluded.run_id,
    refused_at = clock_timestamp()
where (r.etag, r.mapping_version) is distinct from (excluded.etag, excluded.mapping_version)
