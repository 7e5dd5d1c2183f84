-- Rows that other files computed are redone, though nothing that they are made from has changed.
with other as (
    insert into ops.enrich_checksum as e (client_id, checksum) values (current_setting('catwing.client'), ?)
    on conflict (client_id) do update set checksum = excluded.checksum where e.checksum <> excluded.checksum
    returning client_id
)
insert into ops.enrich_touched (client_id, kind, key) select client_id, 'everything', '' from other
