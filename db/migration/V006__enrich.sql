-- What enrichment makes of what the ERPs show and people uploaded (sql/enrich says how), and how it knows what to redo.

-- One row a supplier that the ERP or the workbook knows.
create table general.supplier_terms (
    client_id      text not null,
    supplier_id    text not null,
    name           text,
    country        text,
    lead_time_days numeric,
    -- workbook or erp; null where neither tells the lead time
    lead_time_from text,
    minimum_order  numeric,
    -- ISO weekdays on which orders are taken, 1 is Monday; null where any day will do
    order_weekdays smallint[],
    active         boolean,
    primary key (client_id, supplier_id)
);

-- One row a location that the ERP or the workbook knows.
create table general.location_profile (
    client_id   text not null,
    location_id text not null,
    name        text,
    -- store, warehouse or other
    kind        text not null,
    region      text,
    country     text,
    latitude    numeric,
    longitude   numeric,
    opened_on   date,
    active      boolean,
    primary key (client_id, location_id)
);

-- One row a known product that has a picture in S3.
create table general.product_picture (
    client_id  text not null,
    product_id text not null,
    object_key text,
    width      integer,
    height     integer,
    sha256     text,
    primary key (client_id, product_id)
);

-- One row a product and location that is supplied from somewhere. The product comes before the location in the key, since
-- what is redone from day to day is some products at all locations.
create table general.supply_source (
    client_id                text not null,
    product_id               text not null,
    location_id              text not null,
    -- warehouse or supplier
    source_kind              text not null,
    source_id                text not null,
    -- row of the rule in its sheet; null where no rule matches and the product's own supplier steps in
    rule_row                 integer,
    -- what made the rule match: product, subcategory, category or any; fallback without a rule
    specificity              text not null,
    -- days of this one link
    lead_time_days           numeric,
    -- days from the first supplier to here; null where it is not reached or a link on the way does not tell
    effective_lead_time_days numeric,
    -- links from the first supplier to here; null where it is not reached
    hops                     integer,
    -- the first supplier; null where it is not reached
    supplier_id              text,
    -- where the chain of sources ends: supplier; nowhere (a location without a source); cycle (this location is on one);
    -- behind cycle (its source is, sooner or later)
    chain_end                text not null,
    primary key (client_id, product_id, location_id)
);
-- Holds nothing as long as all is well; problems are told from it.
create index supply_source_cycle on general.supply_source (client_id, rule_row, product_id) where chain_end = 'cycle';

-- What is wrong with the supply network: one row a rule, problem and subject. Follows from general alone.
create table ops.supply_problem (
    client_id text    not null,
    -- row of the rule in its sheet; 0 where the ERP's products are the matter, not a rule
    rule_row  integer not null,
    -- unknown_location, unknown_warehouse, unknown_supplier, unknown_product, unknown_category or cycle
    problem   text    not null,
    -- the id that is the matter
    subject   text    not null,
    detail    text    not null,
    primary key (client_id, rule_row, problem, subject)
);

-- What has changed since enrichment ran last: a heap that is only added to, without a unique key, so that no writer ever
-- waits for another. Marks commit with the change; enrichment deletes those that its snapshot shows, and no others.
create table ops.enrich_touched (
    client_id text not null,
    -- supplier, location, image, product; network for all of a client's supply network
    kind      text not null,
    key       text not null
);
create index enrich_touched_client on ops.enrich_touched (client_id);

-- A statement's rows are marked as a whole, and only where a column that enrichment reads is another to the byte: a table
-- that is listed anew every day does not make enrichment anew every day. Arguments: kind, key column, columns read.
create function ops.mark_added() returns trigger language plpgsql as $$
begin
    execute format('insert into ops.enrich_touched select client_id, %L, %I from added', tg_argv[0], tg_argv[1]);
    return null;
end $$;

create function ops.mark_removed() returns trigger language plpgsql as $$
begin
    execute format('insert into ops.enrich_touched select client_id, %L, %I from removed', tg_argv[0], tg_argv[1]);
    return null;
end $$;

create function ops.mark_changed() returns trigger language plpgsql as $$
declare
    read_columns text[] := tg_argv[2:];
    was text := (select string_agg(format('was.%I', c), ', ') from unnest(read_columns) as c);
    is_now text := (select string_agg(format('is_now.%I', c), ', ') from unnest(read_columns) as c);
begin
    -- Full: a key that was changed is one gone and one come.
    execute format(
        'insert into ops.enrich_touched'
        ' select client_id, %1$L, key from ('
        '     select coalesce(is_now.client_id, was.client_id) as client_id, coalesce(is_now.%2$I, was.%2$I)::text as key'
        '     from was full join is_now on is_now.client_id = was.client_id and is_now.%2$I = was.%2$I'
        '     where was.client_id is null or is_now.client_id is null or row(%3$s)::record *<> row(%4$s)::record'
        ' ) as changed',
        tg_argv[0], tg_argv[1], was, is_now);
    return null;
end $$;

-- Nothing truncates a table of one client; who does it to all makes all anew.
create function ops.mark_everything() returns trigger language plpgsql as $$
begin
    insert into ops.enrich_touched select client_id, 'everything', '' from general.client;
    return null;
end $$;

do $$
declare
    watched record;
begin
    for watched in
        select * from (values
            ('supplier', 'supplier', 'supplier_id', '{name,country,lead_time_days,minimum_order,active}'),
            ('static_supplier', 'supplier', 'supplier_id',
                '{name,country,lead_time_days,minimum_order,order_weekdays,active}'),
            ('location', 'location', 'location_id', '{name,kind,region,country,latitude,longitude,opened_on,active}'),
            ('listed_location', 'location', 'location_id', '{name,kind,region,latitude,longitude,opened_on}'),
            ('product_image', 'image', 'product_id', '{object_key,width,height,sha256}'),
            ('product', 'product', 'product_id', '{category,subcategory,supplier_id}'),
            ('supply_rule', 'network', 'rule_row',
                '{location_id,source_kind,source_id,product_id,category,lead_time_days,priority}'),
            -- Enrichment's own: the supply network follows from them.
            ('supplier_terms', 'network', 'supplier_id', '{lead_time_days}'),
            ('location_profile', 'network', 'location_id', '{kind}')
        ) as w (table_name, kind, key_column, read_columns)
    loop
        execute format(
            'create trigger enrich_added after insert on general.%I referencing new table as added'
            ' for each statement execute function ops.mark_added(%L, %L)',
            watched.table_name, watched.kind, watched.key_column);
        execute format(
            'create trigger enrich_removed after delete on general.%I referencing old table as removed'
            ' for each statement execute function ops.mark_removed(%L, %L)',
            watched.table_name, watched.kind, watched.key_column);
        execute format(
            'create trigger enrich_changed after update on general.%I referencing old table as was new table as is_now'
            ' for each statement execute function ops.mark_changed(%L, %L, %s)',
            watched.table_name, watched.kind, watched.key_column,
            (select string_agg(quote_literal(c), ', ') from unnest(watched.read_columns::text[]) as c));
        execute format(
            'create trigger enrich_emptied after truncate on general.%I'
            ' for each statement execute function ops.mark_everything()',
            watched.table_name);
    end loop;
end $$;

-- What was loaded before there was enrichment.
insert into ops.enrich_touched
select client_id, 'everything', ''
from (
    select client_id from general.product
    union select client_id from general.supplier
    union select client_id from general.location
    union select client_id from general.static_supplier
    union select client_id from general.listed_location
    union select client_id from general.supply_rule
    union select client_id from general.product_image
) as known;
