-- After these snapshots, whatever they did not list is gone.
insert into general.deletion (client_id, entity, deleted_on, unlisted, key)
select ?, ?, d, true, '' from unnest(?::date[]) as d
