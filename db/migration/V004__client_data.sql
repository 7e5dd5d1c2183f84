-- What people say in the three workbooks under client-data/ in S3. A workbook's rows replace those of its former version as a
-- whole, so each table is a function of the workbook that lies there now. No column is wall-clock; none has a business date.

-- static_suppliers_list.xlsx: what buyers know of a supplier that the ERP does not say, or says wrong.
create table general.static_supplier (
    client_id      text not null,
    supplier_id    text not null,
    name           text not null,
    country        text,
    -- calendar days from order to receipt; null where the sheet leaves it open
    lead_time_days numeric,
    -- in the client's currency
    minimum_order  numeric,
    -- ISO weekdays on which an order may be placed, 1 Monday to 7 Sunday, sorted; null is any day
    order_weekdays smallint[],
    -- null where the sheet does not say
    active         boolean,
    primary key (client_id, supplier_id)
);

-- locations.xlsx: stores and warehouses as the client's people list them.
create table general.listed_location (
    client_id   text not null,
    location_id text not null,
    name        text not null,
    kind        text not null check (kind in ('store', 'warehouse')),
    region      text,
    -- degrees, WGS 84
    latitude    numeric,
    longitude   numeric,
    opened_on   date,
    primary key (client_id, location_id)
);

-- supply_network_config.xlsx: who supplies a location, by product, by category, or with everything. What several rules say of
-- one location and product is for the stage enrich to resolve.
create table general.supply_rule (
    client_id      text    not null,
    -- the row of the sheet, as Excel numbers it
    rule_row       integer not null,
    location_id    text    not null,
    source_kind    text    not null check (source_kind in ('warehouse', 'supplier')),
    source_id      text    not null,
    -- one of the two at most; neither: whatever the location sells
    product_id     text,
    category       text,
    lead_time_days numeric,
    -- smaller is preferred; null comes after all numbers
    priority       integer,
    check (product_id is null or category is null),
    primary key (client_id, rule_row)
);
create index supply_rule_location on general.supply_rule (client_id, location_id);

-- Cells for which a row of a workbook was not taken. They belong to the workbook's entry in ops.lake_ledger and go with it.
create table ops.rejected_row (
    object_key  text    not null,
    sheet       text    not null,
    row_number  integer not null,
    -- ours, such as lead_time_days; what stands above it in the sheet may read otherwise
    column_name text    not null,
    reason      text    not null,
    -- what the cell shows, cut at 200 characters
    value       text    not null,
    client_id   text    not null,
    primary key (object_key, sheet, row_number, column_name)
);
create index rejected_row_client on ops.rejected_row (client_id);

-- By which version of a stage's rules an object was read: one that was read by others is read again after an upgrade, so that
-- what is in the database stays what a rebuild would give.
alter table ops.lake_ledger add column reading integer not null default 1;
