-- What the data of both ERPs say, computed here from their files, beside what the database holds after the tutorial.
-- From the checkout: ./catwing psql -- -f examples/verify.sql
-- Says how many figures there are; shows those that differ, and then fails. What counts as sold, returned and on time: docs/reference/statistics.md.
\set QUIET on
\set ON_ERROR_STOP on
\pset footer off

create temp table line (invoice_no text, stock_code text, description text, quantity numeric, invoiced_at timestamp,
                        unit_price numeric, customer_id text, country text);
\copy line from program 'gzip -dc examples/data/online-retail.csv.gz' with (format csv, header)
create temp table odata (tables jsonb);
\copy odata from program 'gzip -dc examples/data/adventureworks.json.gz' with (format csv, quote e'\x01', delimiter e'\x02')

create temp table purchase_line as
select h."VendorID"::text as vendor, h."PurchaseOrderID" as number, h."OrderDate"::date as ordered_on, d.*,
       greatest(0, least(d."ReceivedQty" - d."RejectedQty", d."OrderQty")) as accepted
  from odata,
       jsonb_to_recordset(tables -> 'PurchaseOrderHeader') h("PurchaseOrderID" int, "VendorID" int, "OrderDate" text)
  join jsonb_to_recordset(tables -> 'PurchaseOrderDetail') d("PurchaseOrderID" int, "DueDate" text, "OrderQty" numeric,
       "ReceivedQty" numeric, "RejectedQty" numeric) using ("PurchaseOrderID");

create temp table expected as
select f.* from (
    select to_char(invoiced_at, 'YYYY-MM') as month, count(distinct invoice_no) as orders, count(*) as lines,
           sum(quantity) as quantity, sum(quantity * unit_price) as revenue
      from line group by month) m,
    lateral (values ('orders ' || month, orders), ('order lines ' || month, lines), ('quantity ' || month, quantity),
                    ('revenue ' || month, revenue)) f(figure, value)
union all
select f.* from (
    select invoiced_at::date as day, sum(quantity * unit_price) as net,
           coalesce(sum(quantity * unit_price) filter (where quantity >= 0), 0) as gross,
           coalesce(-sum(quantity) filter (where quantity < 0), 0) as returned
      from line group by day) d,
    lateral (values ('net revenue ' || day, net), ('gross revenue ' || day, gross),
                    ('returned quantity ' || day, returned)) f
union all select 'net revenue of product ' || stock_code, sum(quantity * unit_price) from line group by stock_code
union all select 'cancelled orders', count(distinct invoice_no) from line where invoice_no like 'C%'
union all select 'orders without customer', count(distinct invoice_no) from line where customer_id is null
union all select 'products', count(distinct stock_code) from line
union all select 'locations', count(distinct country) from line
union all select 'prices', count(distinct stock_code) from line where unit_price > 0
union all select 'rejected records', 0
union all
select f.* from (
    select vendor, count(*) as lines, sum("OrderQty") as ordered, sum("ReceivedQty") as received,
           sum("RejectedQty") as rejected, sum(accepted) / sum("OrderQty") as fill_rate,
           avg(("ReceivedQty" > 0)::int) as on_time_rate,
           avg("DueDate"::date - ordered_on) filter (where "ReceivedQty" > 0) as lead_time
      from purchase_line group by vendor) v,
    lateral (values ('purchase lines of vendor ' || vendor, lines), ('ordered from vendor ' || vendor, ordered),
                    ('received from vendor ' || vendor, received), ('rejected from vendor ' || vendor, rejected),
                    ('fill rate of vendor ' || vendor, round(fill_rate, 6)),
                    ('on time rate of vendor ' || vendor, round(on_time_rate, 6)),
                    ('mean lead time of vendor ' || vendor, round(lead_time, 6))) f
union all select 'receipts', count(distinct (number, "DueDate")) from purchase_line where "ReceivedQty" > 0
union all
select f.* from odata,
    lateral (values ('purchase orders', 'PurchaseOrderHeader'), ('bicycles and parts', 'Product'), ('vendors', 'Vendor'),
                    ('warehouses', 'Location'), ('shops', 'Store'), ('inventory rows', 'ProductInventory'),
                    ('price rows', 'ProductListPriceHistory')) t(figure, name),
    lateral (values (t.figure, jsonb_array_length(tables -> t.name)::numeric)) f;

create temp table found as
select f.* from (
    select to_char(o.ordered_at at time zone 'Europe/London', 'YYYY-MM') as month,
           count(distinct sales_order_id) as orders, count(*) as lines, sum(l.quantity) as quantity,
           sum(l.quantity * l.unit_price) as revenue
      from general.sales_order o join general.sales_order_line l using (client_id, sales_order_id)
     where client_id = 'CW-000200' group by month) m,
    lateral (values ('orders ' || month, orders), ('order lines ' || month, lines), ('quantity ' || month, quantity),
                    ('revenue ' || month, revenue)) f(figure, value)
union all
select f.* from (
    select day, sum(net_revenue) as net, sum(gross_revenue) as gross, sum(returned_quantity) as returned
      from stats.daily_sales where client_id = 'CW-000200' group by day) d,
    lateral (values ('net revenue ' || day, net), ('gross revenue ' || day, gross),
                    ('returned quantity ' || day, returned)) f
union all select 'net revenue of product ' || product_id, sum(net_revenue)
            from stats.daily_sales where client_id = 'CW-000200' group by product_id
union all select 'cancelled orders', count(*)
            from general.sales_order where client_id = 'CW-000200' and status = 'cancelled'
union all select 'orders without customer', count(*)
            from general.sales_order where client_id = 'CW-000200' and customer_id is null
union all select 'products', count(*) from general.product where client_id = 'CW-000200'
union all select 'locations', count(*) from general.location where client_id = 'CW-000200'
union all select 'prices', count(*) from general.pricing_list_line where client_id = 'CW-000200'
union all select 'rejected records', count(*) from ops.rejected_record
union all
select f.* from (
    select supplier_id as vendor, count(*) as lines, sum(quantity) as ordered
      from general.purchase_order join general.purchase_order_line using (client_id, purchase_order_id)
     where client_id = 'CW-000151' group by vendor) v,
    lateral (values ('purchase lines of vendor ' || vendor, lines), ('ordered from vendor ' || vendor, ordered)) f
union all
select f.* from (
    select supplier_id as vendor, sum(quantity) as received, sum(rejected_quantity) as rejected
      from general.receiving_order join general.receiving_order_line using (client_id, receiving_order_id)
     where client_id = 'CW-000151' group by vendor) v,
    lateral (values ('received from vendor ' || vendor, received), ('rejected from vendor ' || vendor, rejected)) f
union all
select f.* from stats.supplier_performance,
    lateral (values ('fill rate of vendor ' || supplier_id, fill_rate),
                    ('on time rate of vendor ' || supplier_id, on_time_rate),
                    ('mean lead time of vendor ' || supplier_id, lead_time_mean)) f
 where client_id = 'CW-000151'
union all select 'receipts', count(*) from general.receiving_order where client_id = 'CW-000151'
union all select 'purchase orders', count(*) from general.purchase_order where client_id = 'CW-000151'
union all select 'bicycles and parts', count(*) from general.product where client_id = 'CW-000151'
union all select 'vendors', count(*) from general.supplier where client_id = 'CW-000151'
union all select case kind when 'store' then 'shops' else 'warehouses' end, count(*)
            from general.location where client_id = 'CW-000151' group by kind
union all select 'inventory rows', count(*) from general.inventory where client_id = 'CW-000151'
union all select 'price rows', count(*) from general.pricing_list_line where client_id = 'CW-000151';

create temp view comparison as
select figure, e.value as expected, f.value as found, e.value is distinct from f.value as different
  from expected e full join found f using (figure);

select count(*) as figures, count(*) filter (where different) as different, bool_or(different) as some
  from comparison \gset
\echo :figures figures, :different different
\if :some
select figure, expected, found from comparison where different order by figure limit 20;
do $$ begin raise exception 'the database does not say what the data of the ERPs say'; end $$;
\endif
