-- Columns of a client's own: what its mapping names below custom, an object; null where a row has none of them.
alter table general.product add column custom jsonb;
alter table general.supplier add column custom jsonb;
alter table general.location add column custom jsonb;
alter table general.pricing_list add column custom jsonb;
alter table general.pricing_list_line add column custom jsonb;
alter table general.inventory add column custom jsonb;
alter table general.sales_order add column custom jsonb;
alter table general.sales_order_line add column custom jsonb;
alter table general.purchase_order add column custom jsonb;
alter table general.purchase_order_line add column custom jsonb;
alter table general.receiving_order add column custom jsonb;
alter table general.receiving_order_line add column custom jsonb;
alter table general.store_order add column custom jsonb;
alter table general.store_order_line add column custom jsonb;
alter table general.transfer_order add column custom jsonb;
alter table general.transfer_order_line add column custom jsonb;

-- Records that where in the client's mapping left out when the file was loaded.
alter table ops.ledger add column rows_excluded bigint not null default 0;
