-- What ERPs said is gone. A row for each key that a raw file names as deleted, and one, without a key, for each snapshot
-- after which whatever it did not list is gone. Rows of a file come and go with it, so the table does not depend on the order
-- in which files are loaded.
create table general.deletion (
    client_id  text    not null,
    entity     text    not null,
    -- business date of the raw file
    deleted_on date    not null,
    -- everything that was last seen before that day; the key is then empty
    unlisted   boolean not null,
    key        text    not null,
    primary key (client_id, entity, key, unlisted, deleted_on)
);
create index deletion_of_file on general.deletion (client_id, entity, deleted_on);

-- The first day on which a row was known to be gone after it had been seen last; null as long as it exists. A row that is gone keeps
-- its values. Inventory has none: it keeps what each day listed.
alter table general.product add column deleted_on date;
alter table general.supplier add column deleted_on date;
alter table general.location add column deleted_on date;
alter table general.pricing_list add column deleted_on date;
alter table general.sales_order add column deleted_on date;
alter table general.purchase_order add column deleted_on date;
alter table general.receiving_order add column deleted_on date;
alter table general.store_order add column deleted_on date;
alter table general.transfer_order add column deleted_on date;
