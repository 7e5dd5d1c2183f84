-- Null where the inventory does not tell the quantity.
alter table stats.stock_position alter column stock_out drop not null;
