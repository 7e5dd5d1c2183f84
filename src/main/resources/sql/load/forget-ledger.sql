with forgotten as (
    delete from ops.ledger where client_id = ? and entity = ?
    returning raw_key, client_id, entity
)
insert into ops.forgotten_file (raw_key, client_id, entity)
select raw_key, client_id, entity from forgotten
on conflict (raw_key) do nothing
