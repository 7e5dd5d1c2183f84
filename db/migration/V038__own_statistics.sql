select ops.lock_in_turns('ops.lake_ledger', 'stats.stock_position');

-- Statistics and enrichment of the user's own may read what no raw file brings: workbooks, images and model runs. Such an object is a mark
-- as a loaded file is, of a kind and topic that concern no table of the product's. Where no migration of the user's was ever applied,
-- there is no such table, and nothing is marked. An object's rows and its ledger entry come and go in one transaction.
create function ops.touch_own() returns trigger language plpgsql as $$
begin
    if to_regclass('public.flyway_schema_history_own') is not null then
        insert into ops.enrich_touched (client_id, kind, key) select distinct client_id, 'own', '' from changed;
        insert into ops.stats_touched (client_id, topic) select distinct client_id, 'own' from changed;
    end if;
    return null;
end
$$;
create trigger touched_by_insert after insert on ops.lake_ledger referencing new table as changed
    for each statement execute function ops.touch_own();
create trigger touched_by_delete after delete on ops.lake_ledger referencing old table as changed
    for each statement execute function ops.touch_own();

-- Null where the inventory does not tell the quantity.
alter table stats.stock_position alter column stock_out drop not null;
