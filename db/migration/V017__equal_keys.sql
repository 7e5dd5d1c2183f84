-- Records and lines that loaded although one before them in their file had their key; on_equal_keys in the client's mapping says
-- what counts of them.
alter table ops.ledger add column rows_equal bigint not null default 0;
