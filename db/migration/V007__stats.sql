-- What is computed from general alone, and how daily operation knows what to compute anew (docs/statistics.md,
-- docs/decisions/0010). Quantities are in the product's own unit, amounts in the order's own currency, rates are shares
-- of 1. Every computed number has six decimals, so that its text is one. No column here is wall-clock.
-- A product or location that an order does not name is ''.

-- The newest day that the client's data speaks of: the newest business date of the files behind its sales orders and
-- inventory. Windows of 90 days end here, and what is due is due by this day.
create table stats.newest_day (
    client_id text not null primary key,
    day       date not null
);

-- One row a product, location and business day on which an order names them.
create table stats.daily_sales (
    client_id          text           not null,
    day                date           not null,
    product_id         text           not null,
    location_id        text           not null,
    sold_quantity      numeric(40, 6) not null,
    returned_quantity  numeric(40, 6) not null,
    cancelled_quantity numeric(40, 6) not null,
    -- sold - returned
    net_quantity       numeric(40, 6) not null,
    gross_revenue      numeric(40, 6) not null,
    returned_revenue   numeric(40, 6) not null,
    cancelled_revenue  numeric(40, 6) not null,
    -- gross - returned
    net_revenue        numeric(40, 6) not null,
    -- orders with a sold line
    orders             bigint         not null,
    -- all lines, cancelled ones too
    lines              bigint         not null,
    primary key (client_id, day, product_id, location_id)
);

-- One row a product, location and day, up to the newest day, on which daily_sales has a row in the 90 days that end
-- there. No row: nothing in 90 days. _7, _28 and _90: the sum of so many days, this one the last.
create table stats.rolling_sales (
    client_id       text           not null,
    day             date           not null,
    product_id      text           not null,
    location_id     text           not null,
    net_quantity_7  numeric(40, 6) not null,
    net_quantity_28 numeric(40, 6) not null,
    net_quantity_90 numeric(40, 6) not null,
    net_revenue_7   numeric(40, 6) not null,
    net_revenue_28  numeric(40, 6) not null,
    net_revenue_90  numeric(40, 6) not null,
    primary key (client_id, day, product_id, location_id)
);

-- One row a row of daily_sales that is not of cancellations only.
create table stats.daily_margin (
    client_id    text           not null,
    day          date           not null,
    product_id   text           not null,
    location_id  text           not null,
    net_quantity numeric(40, 6) not null,
    net_revenue  numeric(40, 6) not null,
    -- null where nobody tells, and so are cost and margin
    unit_cost    numeric(40, 6),
    -- inventory: of that day and place; product: the product's cost as of now
    cost_from    text,
    cost         numeric(40, 6),
    margin       numeric(40, 6),
    -- of net revenue; null where that is not above 0
    margin_rate  numeric(40, 6),
    primary key (client_id, day, product_id, location_id)
);

-- One row a product that daily_sales has in the 90 days up to the newest day.
create table stats.abc_class (
    client_id        text           not null,
    product_id       text           not null,
    -- 1 is the largest revenue; no two are equal
    revenue_rank     bigint         not null,
    net_revenue_90   numeric(40, 6) not null,
    -- of the sum of what is above 0
    share            numeric(40, 6) not null,
    cumulative_share numeric(40, 6) not null,
    abc_class        text           not null,
    primary key (client_id, product_id)
);

-- One row a row of general.inventory.
create table stats.stock_position (
    client_id          text           not null,
    day                date           not null,
    product_id         text           not null,
    location_id        text           not null,
    quantity           numeric(40, 6),
    reserved_quantity  numeric(40, 6),
    incoming_quantity  numeric(40, 6),
    -- quantity - reserved
    available_quantity numeric(40, 6),
    net_quantity_28    numeric(40, 6) not null,
    net_quantity_90    numeric(40, 6) not null,
    -- available by the mean day of the last 28; null where nothing was sold
    days_of_cover      numeric(40, 6),
    -- quantity is 0 or less
    stock_out          boolean        not null,
    -- days with a snapshot that says stock-out, of the last 28 and 90
    stock_out_days_28  bigint         not null,
    stock_out_days_90  bigint         not null,
    -- sold by sold and left; null where there was nothing to sell
    sell_through_28    numeric(40, 6),
    sell_through_90    numeric(40, 6),
    primary key (client_id, day, product_id, location_id)
);

-- One row a line of a purchase order that was not cancelled, with what came of it.
create table stats.purchase_delivery (
    client_id          text           not null,
    purchase_order_id  text           not null,
    line_id            text           not null,
    supplier_id        text           not null,
    location_id        text           not null,
    product_id         text           not null,
    ordered_day        date           not null,
    expected_day       date,
    -- of the line's last receipt
    received_day       date,
    receipts           bigint         not null,
    ordered_quantity   numeric(40, 6) not null,
    received_quantity  numeric(40, 6) not null,
    rejected_quantity  numeric(40, 6) not null,
    -- received - rejected, at most what was ordered
    accepted_quantity  numeric(40, 6) not null,
    -- received day - ordered day
    lead_time_days     integer,
    primary key (client_id, purchase_order_id, line_id)
);
create index purchase_delivery_supplier on stats.purchase_delivery (client_id, supplier_id);
create index purchase_delivery_expected on stats.purchase_delivery (client_id, expected_day);

-- One row a supplier of whom purchase_delivery has a line; '' for orders that name none.
create table stats.supplier_performance (
    client_id            text           not null,
    supplier_id          text           not null,
    orders               bigint         not null,
    lines                bigint         not null,
    received_lines       bigint         not null,
    -- days, over received lines, each counts once whatever its quantity
    lead_time_mean       numeric(40, 6),
    -- of a sample (n - 1); null for one line
    lead_time_stddev     numeric(40, 6),
    -- between the two nearest lines by linear interpolation
    lead_time_p95        numeric(40, 6),
    -- lines that are due by the newest day, or complete
    due_lines            bigint         not null,
    due_ordered_quantity numeric(40, 6) not null,
    due_accepted_quantity numeric(40, 6) not null,
    -- accepted by ordered quantity of due lines
    fill_rate            numeric(40, 6),
    -- due lines that have an expected day, and those received not after it
    expected_lines       bigint         not null,
    on_time_lines        bigint         not null,
    on_time_rate         numeric(40, 6),
    primary key (client_id, supplier_id)
);

-- One row a store and business day on which it ordered.
create table stats.store_fulfilment (
    client_id          text           not null,
    day                date           not null,
    location_id        text           not null,
    orders             bigint         not null,
    lines              bigint         not null,
    ordered_quantity   numeric(40, 6) not null,
    -- at most what was ordered, line by line
    fulfilled_quantity numeric(40, 6) not null,
    fulfilment_rate    numeric(40, 6),
    -- lines fulfilled to the full, and their share
    full_lines         bigint         not null,
    full_line_rate     numeric(40, 6),
    cancelled_quantity numeric(40, 6) not null,
    primary key (client_id, day, location_id)
);

-- One row a product, sending and receiving location, and business day of shipping.
create table stats.transfer_flow (
    client_id          text           not null,
    day                date           not null,
    product_id         text           not null,
    from_location_id   text           not null,
    to_location_id     text           not null,
    orders             bigint         not null,
    shipped_quantity   numeric(40, 6) not null,
    received_quantity  numeric(40, 6) not null,
    -- of orders that have arrived: shipped - received
    missing_quantity   numeric(40, 6) not null,
    cancelled_quantity numeric(40, 6) not null,
    primary key (client_id, day, product_id, from_location_id, to_location_id)
);

-- One row a price that follows another one, of a price list, product and minimum quantity.
create table stats.price_change (
    client_id        text           not null,
    pricing_list_id  text           not null,
    product_id       text           not null,
    -- 0 where the list has none
    minimum_quantity numeric(40, 6) not null,
    -- the first day of the new price
    day              date           not null,
    old_price        numeric(40, 6) not null,
    new_price        numeric(40, 6) not null,
    -- new - old, and its share of the old; null where that is 0
    change           numeric(40, 6) not null,
    change_rate      numeric(40, 6),
    primary key (client_id, pricing_list_id, product_id, minimum_quantity, day)
);

-- The raw files whose rows the statistics account for. What ops.ledger has besides is new.
create table ops.stats_ledger (
    raw_key         text not null primary key,
    client_id       text not null,
    etag            text not null,
    mapping_version text not null
);
create index stats_ledger_client on ops.stats_ledger (client_id);

-- The product costs that the statistics account for. What general.product has otherwise has changed.
create table ops.stats_cost (
    client_id  text    not null,
    product_id text    not null,
    cost_price numeric not null,
    primary key (client_id, product_id)
);

-- What an update or delete took away since the statistics were computed. Appended by triggers, in the transaction that
-- takes it away; read and deleted by the stage stats.
create table ops.stats_touched (
    client_id text not null,
    -- sales_order, store_order, transfer_order, inventory: a day; purchase_order, pricing_list: a key; file: entity and date
    -- of a raw file whose ledger entry went or changed; client: all
    topic     text not null,
    touched   text,
    day       date
);
create index stats_touched_client on ops.stats_touched (client_id);

-- Marks the business days on which rows that are gone counted. Arguments: topic, and the time that makes the day.
create function ops.touch_days() returns trigger language plpgsql as $$
begin
    -- Without a time zone no day is known, and the mark stands for all.
    execute format(
        'insert into ops.stats_touched (client_id, topic, day)
         select distinct gone.client_id, case when c.time_zone is null then ''client'' else %L end,
             case when c.time_zone is not null
                 then coalesce((%s at time zone c.time_zone)::date, gone.source_date) end
         from gone left join general.client as c using (client_id)', tg_argv[0], tg_argv[1]);
    return null;
end
$$;

-- Marks what rows that are gone belonged to. Arguments: topic, and the column that names it.
create function ops.touch_keys() returns trigger language plpgsql as $$
begin
    execute format(
        'insert into ops.stats_touched (client_id, topic, touched)
         select distinct client_id, %L, %I from gone where %2$I is not null', tg_argv[0], tg_argv[1]);
    return null;
end
$$;

create function ops.touch_client() returns trigger language plpgsql as $$
begin
    insert into ops.stats_touched (client_id, topic) values (old.client_id, 'client');
    return null;
end
$$;

-- A ledger entry that goes and comes back the same, with another mapping in between, leaves no difference of ledgers.
create function ops.touch_file() returns trigger language plpgsql as $$
begin
    insert into ops.stats_touched (client_id, topic, touched, day)
    values (old.client_id, 'file', old.entity, old.source_date);
    return null;
end
$$;

-- Nobody truncates a table of general in operation; who does it by hand gets right statistics all the same.
create function ops.touch_all() returns trigger language plpgsql as $$
begin
    insert into ops.stats_touched (client_id, topic) select distinct client_id, 'client' from ops.stats_ledger;
    return null;
end
$$;

-- Heads alone: an order's lines change only with their head, or with their file's mapping, which the ledger tells.
-- Never on insert: what is added is found by its file's date, and COPY stays as fast as it is.
create trigger touched_by_update after update on general.sales_order referencing old table as gone
    for each statement execute function ops.touch_days('sales_order', 'gone.ordered_at');
create trigger touched_by_delete after delete on general.sales_order referencing old table as gone
    for each statement execute function ops.touch_days('sales_order', 'gone.ordered_at');
create trigger touched_by_update after update on general.store_order referencing old table as gone
    for each statement execute function ops.touch_days('store_order', 'gone.ordered_at');
create trigger touched_by_delete after delete on general.store_order referencing old table as gone
    for each statement execute function ops.touch_days('store_order', 'gone.ordered_at');
create trigger touched_by_update after update on general.transfer_order referencing old table as gone
    for each statement execute function ops.touch_days('transfer_order', 'coalesce(gone.shipped_at, gone.received_at)');
create trigger touched_by_delete after delete on general.transfer_order referencing old table as gone
    for each statement execute function ops.touch_days('transfer_order', 'coalesce(gone.shipped_at, gone.received_at)');
create trigger touched_by_update after update on general.receiving_order referencing old table as gone
    for each statement execute function ops.touch_keys('purchase_order', 'purchase_order_id');
create trigger touched_by_delete after delete on general.receiving_order referencing old table as gone
    for each statement execute function ops.touch_keys('purchase_order', 'purchase_order_id');
-- These keep their key when they are updated, and are found by it.
create trigger touched_by_delete after delete on general.purchase_order referencing old table as gone
    for each statement execute function ops.touch_keys('purchase_order', 'purchase_order_id');
create trigger touched_by_delete after delete on general.pricing_list referencing old table as gone
    for each statement execute function ops.touch_keys('pricing_list', 'pricing_list_id');
create trigger touched_by_delete after delete on general.inventory referencing old table as gone
    for each statement execute function ops.touch_days('inventory', 'null::timestamptz');
create trigger touched_by_update after update on ops.ledger
    for each row when ((old.etag, old.mapping_version) is distinct from (new.etag, new.mapping_version))
    execute function ops.touch_file();
create trigger touched_by_delete after delete on ops.ledger
    for each row execute function ops.touch_file();
-- Every business day moves with the time zone.
create trigger touched_by_update after update on general.client
    for each row when (old.time_zone is distinct from new.time_zone) execute function ops.touch_client();
create trigger touched_by_delete after delete on general.client
    for each row execute function ops.touch_client();

do $$
declare
    name text;
begin
    foreach name in array array['sales_order', 'sales_order_line', 'store_order', 'store_order_line', 'transfer_order',
        'transfer_order_line', 'receiving_order', 'receiving_order_line', 'purchase_order', 'purchase_order_line',
        'pricing_list', 'pricing_list_line', 'inventory', 'client']
    loop
        execute format('create trigger touched_by_truncate after truncate on general.%I
            for each statement execute function ops.touch_all()', name);
    end loop;
end
$$;

-- The ways from what changed to the rows of a day. Heads only: lines are found by their order.
create index sales_order_source_date on general.sales_order (client_id, source_date);
create index sales_order_ordered_at on general.sales_order (client_id, ordered_at);
create index store_order_source_date on general.store_order (client_id, source_date);
create index store_order_ordered_at on general.store_order (client_id, ordered_at);
create index transfer_order_source_date on general.transfer_order (client_id, source_date);
create index transfer_order_shipped_at on general.transfer_order (client_id, coalesce(shipped_at, received_at));
create index purchase_order_source_date on general.purchase_order (client_id, source_date);
create index receiving_order_source_date on general.receiving_order (client_id, source_date);
create index receiving_order_purchase_order on general.receiving_order (client_id, purchase_order_id);
