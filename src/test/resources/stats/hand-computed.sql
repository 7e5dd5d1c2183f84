-- The rows of hand-computed.md, which says what follows from them.
insert into general.client values ('CW-000200', 'Paper shop', 'Europe/London');

insert into general.product (client_id, product_id, cost_price, source_date, first_seen) values
    ('CW-000200', 'P1', 3, '2026-03-31', '2026-02-01'),
    ('CW-000200', 'P2', null, '2026-03-31', '2026-02-01'),
    ('CW-000200', 'P3', 40, '2026-03-31', '2026-02-01');

insert into general.sales_order (client_id, sales_order_id, location_id, status, ordered_at, source_date) values
    ('CW-000200', 'S1', 'L1', 'completed', '2026-02-01T10:00Z', '2026-02-01'),
    ('CW-000200', 'S2', 'L1', 'completed', '2026-02-01T23:30Z', '2026-02-02'),
    ('CW-000200', 'S3', 'L1', 'cancelled', '2026-02-03T09:00Z', '2026-02-03'),
    ('CW-000200', 'S4', 'L2', 'Canceled', '2026-02-03T12:00Z', '2026-02-03'),
    ('CW-000200', 'S5', 'L1', null, '2026-02-28T12:00Z', '2026-02-28'),
    ('CW-000200', 'S6', 'L1', 'completed', '2026-03-30T23:15Z', '2026-03-31'),
    ('CW-000200', 'S7', null, 'completed', null, '2026-03-31');
insert into general.sales_order_line
    (client_id, sales_order_id, line_id, product_id, quantity, unit_price, discount, amount, source_date) values
    ('CW-000200', 'S1', '1', 'P1', 10, 5, null, null, '2026-02-01'),
    ('CW-000200', 'S1', '2', 'P2', 2, 20, 4, null, '2026-02-01'),
    ('CW-000200', 'S2', '1', 'P1', 3, 5, null, null, '2026-02-02'),
    ('CW-000200', 'S3', '1', 'P1', 4, 5, null, null, '2026-02-03'),
    ('CW-000200', 'S3', '2', 'P2', -1, 20, null, null, '2026-02-03'),
    ('CW-000200', 'S4', '1', 'P3', 1, null, null, 9.99, '2026-02-03'),
    ('CW-000200', 'S5', '1', 'P1', -2, 5, null, null, '2026-02-28'),
    ('CW-000200', 'S5', '2', 'P1', 6, 5, null, null, '2026-02-28'),
    ('CW-000200', 'S5', '3', 'P3', 1, 7, null, 100, '2026-02-28'),
    ('CW-000200', 'S6', '1', 'P2', 1, 20, null, null, '2026-03-31'),
    ('CW-000200', 'S7', '1', null, 1, null, null, 3, '2026-03-31');

insert into general.inventory
    (client_id, source_date, location_id, product_id, quantity, reserved_quantity, incoming_quantity, unit_cost) values
    ('CW-000200', '2026-02-01', 'L1', 'P1', 20, 2, 5, null),
    ('CW-000200', '2026-02-02', 'L1', 'P1', 0, 0, null, null),
    ('CW-000200', '2026-02-28', 'L1', 'P1', 14, 0, null, 3.5),
    ('CW-000200', '2026-03-01', 'L1', 'P1', -1, null, null, null),
    ('CW-000200', '2026-03-02', 'L1', 'P1', null, null, 6, null),
    ('CW-000200', '2026-03-31', 'L1', 'P1', 30, null, null, null);

insert into general.purchase_order
    (client_id, purchase_order_id, supplier_id, location_id, status, ordered_at, expected_at, source_date) values
    ('CW-000200', 'O1', 'V1', 'W1', 'approved', '2026-02-01T08:00Z', '2026-02-10T08:00Z', '2026-02-01'),
    ('CW-000200', 'O2', 'V1', 'W1', 'approved', '2026-02-10T08:00Z', '2026-02-20T08:00Z', '2026-02-10'),
    ('CW-000200', 'O3', 'V1', 'W1', 'approved', '2026-03-25T08:00Z', '2026-04-10T08:00Z', '2026-03-25'),
    ('CW-000200', 'O4', 'V1', 'W1', 'CANCELLED', '2026-02-01T08:00Z', '2026-02-10T08:00Z', '2026-02-01'),
    ('CW-000200', 'O5', 'V1', 'W1', 'approved', '2026-02-15T08:00Z', null, '2026-02-15'),
    ('CW-000200', 'O6', 'V2', null, null, '2026-03-01T08:00Z', '2026-03-05T08:00Z', '2026-03-01'),
    ('CW-000200', 'O7', 'V3', 'W1', 'approved', null, '2026-03-25T08:00Z', '2026-03-28'),
    ('CW-000200', 'O8', 'V3', 'W1', 'approved', '2026-03-02T08:00Z', '2026-03-09T08:00Z', '2026-03-02');
insert into general.purchase_order_line
    (client_id, purchase_order_id, line_id, product_id, quantity, expected_at, source_date) values
    ('CW-000200', 'O1', '1', 'P1', 10, null, '2026-02-01'),
    ('CW-000200', 'O1', '2', 'P2', 5, '2026-02-05T08:00Z', '2026-02-01'),
    ('CW-000200', 'O2', '1', 'P1', 8, null, '2026-02-10'),
    ('CW-000200', 'O3', '1', 'P1', 100, null, '2026-03-25'),
    ('CW-000200', 'O4', '1', 'P1', 50, null, '2026-02-01'),
    ('CW-000200', 'O5', '1', 'P3', 4, null, '2026-02-15'),
    ('CW-000200', 'O6', '1', 'P1', 6, null, '2026-03-01'),
    ('CW-000200', 'O7', '1', 'P1', 4, null, '2026-03-28'),
    ('CW-000200', 'O8', '1', 'P1', 3, null, '2026-03-02');
insert into general.receiving_order
    (client_id, receiving_order_id, purchase_order_id, supplier_id, status, received_at, source_date) values
    ('CW-000200', 'R1', 'O1', 'V1', null, '2026-02-08T15:00Z', '2026-02-08'),
    ('CW-000200', 'R2', 'O1', 'V1', null, '2026-02-12T15:00Z', '2026-02-12'),
    ('CW-000200', 'R3', 'O2', 'V1', null, '2026-02-20T15:00Z', '2026-02-20'),
    ('CW-000200', 'R4', 'O5', 'V1', null, '2026-02-20T15:00Z', '2026-02-20'),
    ('CW-000200', 'R5', 'O3', 'V1', null, '2026-03-30T15:00Z', '2026-03-30'),
    ('CW-000200', 'R6', 'O6', 'V2', 'cancelled', '2026-03-04T15:00Z', '2026-03-04'),
    ('CW-000200', 'R7', 'O9', 'V2', null, '2026-03-04T15:00Z', '2026-03-04'),
    ('CW-000200', 'R8', 'O7', 'V3', null, '2026-03-24T15:00Z', '2026-03-24'),
    ('CW-000200', 'R9', 'O8', 'V3', null, '2026-03-05T15:00Z', '2026-03-05'),
    ('CW-000200', 'R10', 'O8', 'V3', null, null, '2026-03-12');
insert into general.receiving_order_line (client_id, receiving_order_id, line_id, purchase_order_line_id, product_id,
    quantity, rejected_quantity, source_date) values
    ('CW-000200', 'R1', '1', '1', 'P1', 6, 1, '2026-02-08'),
    ('CW-000200', 'R1', '2', '', 'P2', 4, null, '2026-02-08'),
    ('CW-000200', 'R2', '1', '1', 'P1', 5, 0, '2026-02-12'),
    ('CW-000200', 'R3', '1', '1', 'P1', 8, null, '2026-02-20'),
    ('CW-000200', 'R4', '1', null, 'P3', 4, null, '2026-02-20'),
    ('CW-000200', 'R5', '1', '1', 'P1', 20, null, '2026-03-30'),
    ('CW-000200', 'R6', '1', '1', 'P1', 6, null, '2026-03-04'),
    ('CW-000200', 'R7', '1', '1', 'P1', 6, null, '2026-03-04'),
    ('CW-000200', 'R8', '1', '1', 'P1', 4, null, '2026-03-24'),
    ('CW-000200', 'R9', '1', '1', 'P1', 1, null, '2026-03-05'),
    ('CW-000200', 'R10', '1', '1', 'P1', 2, null, '2026-03-12');

insert into general.store_order (client_id, store_order_id, location_id, source_location_id, status, ordered_at, source_date)
values
    ('CW-000200', 'T1', 'L1', 'W1', 'completed', '2026-03-01T07:00Z', '2026-03-01'),
    ('CW-000200', 'T2', 'L1', 'W1', 'cancelled', '2026-03-01T08:00Z', '2026-03-01'),
    ('CW-000200', 'T3', 'L1', 'W1', 'open', '2026-03-01T09:00Z', '2026-03-01');
insert into general.store_order_line
    (client_id, store_order_id, line_id, product_id, quantity, fulfilled_quantity, source_date) values
    ('CW-000200', 'T1', '1', 'P1', 10, 8, '2026-03-01'),
    ('CW-000200', 'T1', '2', 'P2', 5, 7, '2026-03-01'),
    ('CW-000200', 'T2', '1', 'P1', 3, 0, '2026-03-01'),
    ('CW-000200', 'T3', '1', 'P3', 2, null, '2026-03-01');

insert into general.transfer_order (client_id, transfer_order_id, from_location_id, to_location_id, status, shipped_at,
    received_at, source_date) values
    ('CW-000200', 'X1', 'W1', 'L1', 'received', '2026-03-02T07:00Z', '2026-03-04T07:00Z', '2026-03-04'),
    ('CW-000200', 'X2', 'W1', 'L1', 'shipped', '2026-03-02T08:00Z', null, '2026-03-02'),
    ('CW-000200', 'X3', 'W1', 'L1', 'cancelled', '2026-03-02T09:00Z', null, '2026-03-02'),
    ('CW-000200', 'X4', 'W1', 'L1', 'received', '2026-03-02T10:00Z', '2026-03-04T07:00Z', '2026-03-04');
insert into general.transfer_order_line
    (client_id, transfer_order_id, line_id, product_id, quantity, received_quantity, source_date) values
    ('CW-000200', 'X1', '1', 'P1', 10, 9, '2026-03-04'),
    ('CW-000200', 'X2', '1', 'P1', 5, null, '2026-03-02'),
    ('CW-000200', 'X3', '1', 'P1', 7, null, '2026-03-02'),
    ('CW-000200', 'X4', '1', 'P1', 4, null, '2026-03-04'),
    ('CW-000200', 'X4', '2', 'P2', null, 3, '2026-03-04');

insert into general.pricing_list (client_id, pricing_list_id, currency, source_date) values
    ('CW-000200', 'LIST', 'GBP', '2026-03-31');
insert into general.pricing_list_line (client_id, pricing_list_id, line_id, product_id, price, valid_from, source_date) values
    ('CW-000200', 'LIST', 'P1-0', 'P1', 4, null, '2026-03-31'),
    ('CW-000200', 'LIST', 'P1-1', 'P1', 5, '2026-02-01', '2026-03-31'),
    ('CW-000200', 'LIST', 'P1-2', 'P1', 5, '2026-02-10', '2026-03-31'),
    ('CW-000200', 'LIST', 'P1-3', 'P1', 6, '2026-03-01', '2026-03-31'),
    ('CW-000200', 'LIST', 'P2-a', 'P2', 10, '2026-02-01', '2026-03-31'),
    ('CW-000200', 'LIST', 'P2-b', 'P2', 12, '2026-02-15', '2026-03-31'),
    ('CW-000200', 'LIST', 'P2-c', 'P2', 15, '2026-02-15', '2026-03-31');
