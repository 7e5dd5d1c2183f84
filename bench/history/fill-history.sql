-- A retailer's history of days: sales with their lines, and each day's stock. The same values at every run: hashes of the
-- row's number, so that they compress like data, not like a sequence.
insert into general.product (client_id, product_id, name, category, brand, unit, barcode, supplier_id, cost_price,
                             list_price, currency, active, updated_at, source_date, first_seen)
select 'CW-000200', 'P' || lpad(p::text, 6, '0'), initcap(substr(md5(p::text), 1, 6)) || ' ' || (array['lamp', 'mug', 'bag', 'clock', 'frame', 'towel', 'candle'])[1 + p % 7],
       'category ' || p % 23, 'brand ' || p % 71, 'piece', '40' || lpad((hashint4(p)::bigint + 2147483648)::text, 11, '0'), 'S' || p % 40,
       round((abs(hashint4(p)) % 9000)::numeric / 100 + 1, 2), round((abs(hashint4(p)) % 9000)::numeric / 60 + 1, 2), 'EUR', true,
       '2025-01-01 06:00Z', '2025-01-01', '2025-01-01'
from generate_series(1, 4000) as p;

insert into general.sales_order (client_id, sales_order_id, location_id, customer_id, status, ordered_at, currency, total_amount, updated_at, source_date)
select 'CW-000200', 'SO-' || (day * 10000 + o), 'STORE-' || lpad((abs(hashint4(o)) % 40)::text, 3, '0'), (10000 + abs(hashint8(day * 7919 + o)) % 60000)::text,
       (array['paid', 'shipped', 'open', 'returned'])[1 + abs(hashint8(o * 31 + day)) % 4],
       '2025-01-01'::timestamptz + make_interval(days => day, secs => abs(hashint8(day * 104729 + o)) % 86400), 'EUR',
       round((abs(hashint8(o * 17 + day)) % 50000)::numeric / 100, 2), '2025-01-02'::timestamptz + make_interval(days => day), '2025-01-01'::date + day
from generate_series(0, :days - 1) as day, generate_series(1, 1000) as o;

insert into general.sales_order_line (client_id, sales_order_id, line_id, product_id, quantity, unit_price, discount, amount, source_date)
select 'CW-000200', 'SO-' || (day * 10000 + o), line::text, 'P' || lpad((h % 4000 + 1)::text, 6, '0'), 1 + h % 12, round((h % 9000)::numeric / 60 + 1, 2),
       (array[0, 0, 0, 0.05, 0.1])[1 + h % 5], round((1 + h % 12) * ((h % 9000)::numeric / 60 + 1), 2), '2025-01-01'::date + day
from generate_series(0, :days - 1) as day, generate_series(1, 1000) as o, generate_series(1, 5) as line,
     lateral (select abs(hashint8(day * 1299709 + o * 101 + line)) as h) as hashed;

insert into general.inventory (client_id, source_date, location_id, product_id, quantity, reserved_quantity, incoming_quantity, unit_cost, updated_at)
select 'CW-000200', '2025-01-01'::date + day, 'STORE-' || lpad(store::text, 3, '0'), 'P' || lpad(p::text, 6, '0'), h % 300, h % 7, (h % 11) * 12,
       round((abs(hashint4(p)) % 9000)::numeric / 100 + 1, 2), '2025-01-02 01:00Z'::timestamptz + make_interval(days => day, secs => store)
from generate_series(0, :days - 1) as day, generate_series(1, 10) as store, generate_series(1, 1000) as p,
     lateral (select abs(hashint8(day / 3 * 15485863 + store * 1009 + p)) as h) as hashed;
analyze;
