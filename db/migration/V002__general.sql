-- What the business says, as of the newest raw file that says it. Three kinds of table:
--   listed   one row a thing that a snapshot lists; first_seen and last_seen tell what an ERP stopped listing
--   order    a header and its lines; a newer version of an order replaces its lines as a whole
--   daily    one row a day (inventory)
-- Every key begins with client_id, so that a client can be filtered, moved, rebuilt or sharded on its own.
-- source_date is the business date of the raw file that a row's values come from. No column here is wall-clock.
create schema general;

create table general.product (
    client_id    text not null,
    product_id   text not null,
    name         text,
    description  text,
    category     text,
    subcategory  text,
    brand        text,
    unit         text,
    barcode      text,
    supplier_id  text,
    cost_price   numeric,
    list_price   numeric,
    currency     text,
    active       boolean,
    picture_url  text,
    updated_at   timestamptz,
    source_date  date not null,
    first_seen   date not null,
    last_seen    date not null generated always as (source_date) stored,
    primary key (client_id, product_id)
);

create table general.supplier (
    client_id      text not null,
    supplier_id    text not null,
    name           text,
    country        text,
    lead_time_days numeric,
    minimum_order  numeric,
    active         boolean,
    updated_at     timestamptz,
    source_date    date not null,
    first_seen     date not null,
    last_seen      date not null generated always as (source_date) stored,
    primary key (client_id, supplier_id)
);

create table general.location (
    client_id    text not null,
    location_id  text not null,
    name         text,
    kind         text,
    region       text,
    country      text,
    latitude     numeric,
    longitude    numeric,
    opened_on    date,
    active       boolean,
    updated_at   timestamptz,
    source_date  date not null,
    first_seen   date not null,
    last_seen    date not null generated always as (source_date) stored,
    primary key (client_id, location_id)
);

-- A price list is an order in shape: a head, and prices that it replaces as a whole.
create table general.pricing_list (
    client_id        text not null,
    pricing_list_id  text not null,
    name             text,
    currency         text,
    valid_from       date,
    valid_to         date,
    updated_at       timestamptz,
    source_date      date not null,
    primary key (client_id, pricing_list_id)
);

create table general.pricing_list_line (
    client_id        text not null,
    pricing_list_id  text not null,
    line_id          text not null,
    product_id       text,
    price            numeric,
    minimum_quantity numeric,
    valid_from       date,
    valid_to         date,
    source_date      date not null,
    primary key (client_id, pricing_list_id, line_id)
);

create table general.inventory (
    client_id         text not null,
    source_date       date not null,
    location_id       text not null,
    product_id        text not null,
    quantity          numeric,
    reserved_quantity numeric,
    incoming_quantity numeric,
    unit_cost         numeric,
    updated_at        timestamptz,
    primary key (client_id, source_date, location_id, product_id)
);

create table general.sales_order (
    client_id      text not null,
    sales_order_id text not null,
    location_id    text,
    customer_id    text,
    status         text,
    ordered_at     timestamptz,
    currency       text,
    total_amount   numeric,
    updated_at     timestamptz,
    source_date    date not null,
    primary key (client_id, sales_order_id)
);

create table general.sales_order_line (
    client_id      text not null,
    sales_order_id text not null,
    line_id        text not null,
    product_id     text,
    quantity       numeric,
    unit_price     numeric,
    discount       numeric,
    amount         numeric,
    source_date    date not null,
    primary key (client_id, sales_order_id, line_id)
);

create table general.purchase_order (
    client_id         text not null,
    purchase_order_id text not null,
    supplier_id       text,
    location_id       text,
    status            text,
    ordered_at        timestamptz,
    expected_at       timestamptz,
    currency          text,
    total_amount      numeric,
    updated_at        timestamptz,
    source_date       date not null,
    primary key (client_id, purchase_order_id)
);

create table general.purchase_order_line (
    client_id         text not null,
    purchase_order_id text not null,
    line_id           text not null,
    product_id        text,
    quantity          numeric,
    unit_price        numeric,
    expected_at       timestamptz,
    source_date       date not null,
    primary key (client_id, purchase_order_id, line_id)
);

create table general.receiving_order (
    client_id          text not null,
    receiving_order_id text not null,
    purchase_order_id  text,
    supplier_id        text,
    location_id        text,
    status             text,
    received_at        timestamptz,
    updated_at         timestamptz,
    source_date        date not null,
    primary key (client_id, receiving_order_id)
);

create table general.receiving_order_line (
    client_id              text not null,
    receiving_order_id     text not null,
    line_id                text not null,
    purchase_order_line_id text,
    product_id             text,
    quantity               numeric,
    rejected_quantity      numeric,
    source_date            date not null,
    primary key (client_id, receiving_order_id, line_id)
);

create table general.store_order (
    client_id          text not null,
    store_order_id     text not null,
    location_id        text,
    source_location_id text,
    status             text,
    ordered_at         timestamptz,
    expected_at        timestamptz,
    updated_at         timestamptz,
    source_date        date not null,
    primary key (client_id, store_order_id)
);

create table general.store_order_line (
    client_id          text not null,
    store_order_id     text not null,
    line_id            text not null,
    product_id         text,
    quantity           numeric,
    fulfilled_quantity numeric,
    source_date        date not null,
    primary key (client_id, store_order_id, line_id)
);

create table general.transfer_order (
    client_id         text not null,
    transfer_order_id text not null,
    from_location_id  text,
    to_location_id    text,
    status            text,
    shipped_at        timestamptz,
    received_at       timestamptz,
    updated_at        timestamptz,
    source_date       date not null,
    primary key (client_id, transfer_order_id)
);

create table general.transfer_order_line (
    client_id         text not null,
    transfer_order_id text not null,
    line_id           text not null,
    product_id        text,
    quantity          numeric,
    received_quantity numeric,
    source_date       date not null,
    primary key (client_id, transfer_order_id, line_id)
);
