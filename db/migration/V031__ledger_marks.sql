-- A new ledger entry is marked as one that changed or went is. So a run reads the marks alone, and neither ledger as a whole.
create function ops.touch_files() returns trigger language plpgsql as $$
begin
    insert into ops.stats_touched (client_id, topic, touched, day)
    select client_id, 'file', entity, source_date from came;
    return null;
end
$$;
create trigger touched_by_insert after insert on ops.ledger referencing new table as came
    for each statement execute function ops.touch_files();

-- What the statistics of this database do not account for yet.
insert into ops.stats_touched (client_id, topic, touched, day)
select l.client_id, 'file', l.entity, l.source_date
from ops.ledger as l
left join ops.stats_ledger as s on s.raw_key = l.raw_key
where s.raw_key is null or s.etag <> l.etag or s.mapping_version <> l.mapping_version;
-- Statistics from before the checksum of their files was kept.
insert into ops.stats_touched (client_id, topic)
select distinct client_id, 'client' from ops.stats_ledger
where client_id not in (select client_id from ops.stats_checksum);

create or replace function ops.touch_all() returns trigger language plpgsql as $$
begin
    insert into ops.stats_touched (client_id, topic) select client_id, 'client' from ops.stats_checksum;
    return null;
end
$$;
drop table ops.stats_ledger;
