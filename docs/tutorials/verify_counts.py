#!/usr/bin/env python3
"""Compares what PostgreSQL holds after the tutorial with the data that the two ERPs serve.

    verify_counts.py --shop online-retail.csv.gz --odata adventureworks.json.gz --db-url postgresql://…

Counts and sums are computed from the two data files alone, with exact decimals, and from `general.*` by psql; nothing of
CatWing takes part. --db-url may be left out where PGHOST, PGPORT, … say it; a password belongs in PGPASSWORD or
~/.pgpass. One of --shop and --odata may be left out. Prints a table and exits 1 when anything differs.
"""
import argparse
import csv
import gzip
import io
import json
import subprocess
import sys
from collections import Counter, defaultdict
from decimal import Decimal

SHOP, ODATA = "CW-000200", "CW-000151"


def shop_expectations(path, first, last):
    """Of the order lines from first to last: snapshots hold what was seen up to the last day, orders are each day's."""
    lines, quantity, revenue, orders = Counter(), Counter(), Counter(), defaultdict(set)
    products, prices, countries, cancelled, nobody = set(), {}, set(), set(), set()
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            day = row["InvoiceDate"][:10]
            if day > last:
                continue
            price = Decimal(row["UnitPrice"])
            products.add(row["StockCode"])
            countries.add(row["Country"])
            if price > 0:
                prices[row["StockCode"]] = price.quantize(Decimal("0.01"))
            if day < first:
                continue
            month = day[:7]
            lines[month] += 1
            quantity[month] += int(row["Quantity"])
            revenue[month] += int(row["Quantity"]) * price
            orders[month].add(row["InvoiceNo"])
            if row["InvoiceNo"].startswith("C"):
                cancelled.add(row["InvoiceNo"])
            if not row["CustomerID"]:
                nobody.add(row["InvoiceNo"])
    for month in sorted(lines):
        yield f"shop: orders {month}", len(orders[month])
        yield f"shop: order lines {month}", lines[month]
        yield f"shop: quantity {month}", quantity[month]
        yield f"shop: revenue {month}", revenue[month]
    yield "shop: orders", len(set().union(*orders.values()))
    yield "shop: order lines", sum(lines.values())
    yield "shop: cancelled orders", len(cancelled)
    yield "shop: orders without customer", len(nobody)
    yield "shop: products", len(products)
    yield "shop: locations", len(countries)
    yield "shop: prices", len(prices)
    yield "shop: sum of prices", sum(prices.values())
    yield "shop: orders at unknown locations", 0
    yield "shop: lines with unknown products", 0
    yield "shop: rejected records", 0


SHOP_SQL = """
with orders as (
    select to_char(ordered_at at time zone 'Europe/London', 'YYYY-MM') as month, *
      from general.sales_order where client_id = '{c}'),
lines as (
    select o.month, l.* from general.sales_order_line l join orders o using (client_id, sales_order_id))
select 'shop: orders ' || month, count(*)::text from orders group by month
union all select 'shop: order lines ' || month, count(*)::text from lines group by month
union all select 'shop: quantity ' || month, sum(quantity)::text from lines group by month
union all select 'shop: revenue ' || month, sum(quantity * unit_price)::text from lines group by month
union all select 'shop: orders', count(*)::text from general.sales_order where client_id = '{c}'
union all select 'shop: order lines', count(*)::text from general.sales_order_line where client_id = '{c}'
union all select 'shop: cancelled orders', count(*)::text from orders where status = 'cancelled'
union all select 'shop: orders without customer', count(*)::text from orders where customer_id is null
union all select 'shop: products', count(*)::text from general.product where client_id = '{c}'
union all select 'shop: locations', count(*)::text from general.location where client_id = '{c}'
union all select 'shop: prices', count(*)::text from general.pricing_list_line where client_id = '{c}'
union all select 'shop: sum of prices', sum(price)::text from general.pricing_list_line where client_id = '{c}'
union all select 'shop: orders at unknown locations', count(*)::text from orders o
    where not exists (select from general.location l where l.client_id = '{c}' and l.location_id = o.location_id)
union all select 'shop: lines with unknown products', count(*)::text from lines l
    where not exists (select from general.product p where p.client_id = '{c}' and p.product_id = l.product_id)
union all select 'shop: rejected records', count(*)::text from ops.rejected_record where client_id = '{c}'
""".replace("{c}", SHOP)


def odata_expectations(path):
    """Everything that the sets hold; a receipt is what of one order was due on one day."""
    with gzip.open(path, "rb") as file:
        tables = json.loads(file.read().decode("utf-8"), parse_float=Decimal)
    vendor = {order["PurchaseOrderID"]: order["VendorID"] for order in tables["PurchaseOrderHeader"]}
    ordered, lines, received, rejected, receipts = Counter(), Counter(), Counter(), Counter(), set()
    receipt_lines = 0
    for line in tables["PurchaseOrderDetail"]:
        of = vendor[line["PurchaseOrderID"]]
        lines[of] += 1
        ordered[of] += line["OrderQty"]
        if line["ReceivedQty"]:
            received[of] += line["ReceivedQty"]
            rejected[of] += line["RejectedQty"]
            receipts.add((line["PurchaseOrderID"], line["DueDate"]))
            receipt_lines += 1
    for of in sorted(lines):
        yield f"odata: purchase order lines, vendor {of}", lines[of]
        yield f"odata: ordered quantity, vendor {of}", ordered[of]
    for of in sorted(received):
        yield f"odata: received quantity, vendor {of}", received[of]
        yield f"odata: rejected quantity, vendor {of}", rejected[of]
    yield "odata: purchase orders", len(tables["PurchaseOrderHeader"])
    yield "odata: purchase order lines", len(tables["PurchaseOrderDetail"])
    yield "odata: purchase order amount", sum(order["SubTotal"] for order in tables["PurchaseOrderHeader"])
    yield "odata: receipts", len(receipts)
    yield "odata: receipt lines", receipt_lines
    yield "odata: received quantity", sum(received.values())
    yield "odata: products", len(tables["Product"])
    yield "odata: sum of list prices of products", sum(product["ListPrice"] for product in tables["Product"])
    yield "odata: vendors", len(tables["Vendor"])
    yield "odata: warehouses", len(tables["Location"])
    yield "odata: stores", len(tables["Store"])
    yield "odata: inventory rows", len(tables["ProductInventory"])
    yield "odata: inventory quantity", sum(row["Quantity"] for row in tables["ProductInventory"])
    yield "odata: price rows", len(tables["ProductListPriceHistory"])
    yield "odata: sum of price rows", sum(row["ListPrice"] for row in tables["ProductListPriceHistory"])
    yield "odata: rejected records", 0


ODATA_SQL = """
with lines as (
    select o.supplier_id, l.* from general.purchase_order_line l
      join general.purchase_order o using (client_id, purchase_order_id) where client_id = '{c}'),
receipts as (
    select o.supplier_id, l.* from general.receiving_order_line l
      join general.receiving_order o using (client_id, receiving_order_id) where client_id = '{c}'),
stock as (
    select * from general.inventory where client_id = '{c}'
       and source_date = (select max(source_date) from general.inventory where client_id = '{c}'))
select 'odata: purchase order lines, vendor ' || supplier_id, count(*)::text from lines group by supplier_id
union all select 'odata: ordered quantity, vendor ' || supplier_id, sum(quantity)::text from lines group by supplier_id
union all select 'odata: received quantity, vendor ' || supplier_id, sum(quantity)::text
    from receipts group by supplier_id
union all select 'odata: rejected quantity, vendor ' || supplier_id, sum(rejected_quantity)::text
    from receipts group by supplier_id
union all select 'odata: purchase orders', count(*)::text from general.purchase_order where client_id = '{c}'
union all select 'odata: purchase order lines', count(*)::text
    from general.purchase_order_line where client_id = '{c}'
union all select 'odata: purchase order amount', sum(total_amount)::text
    from general.purchase_order where client_id = '{c}'
union all select 'odata: receipts', count(*)::text from general.receiving_order where client_id = '{c}'
union all select 'odata: receipt lines', count(*)::text from general.receiving_order_line where client_id = '{c}'
union all select 'odata: received quantity', sum(quantity)::text from receipts
union all select 'odata: products', count(*)::text from general.product where client_id = '{c}'
union all select 'odata: sum of list prices of products', sum(list_price)::text
    from general.product where client_id = '{c}'
union all select 'odata: vendors', count(*)::text from general.supplier where client_id = '{c}'
union all select 'odata: warehouses', count(*)::text
    from general.location where client_id = '{c}' and kind = 'warehouse'
union all select 'odata: stores', count(*)::text from general.location where client_id = '{c}' and kind = 'store'
union all select 'odata: inventory rows', count(*)::text from stock
union all select 'odata: inventory quantity', sum(quantity)::text from stock
union all select 'odata: price rows', count(*)::text from general.pricing_list_line where client_id = '{c}'
union all select 'odata: sum of price rows', sum(price)::text from general.pricing_list_line where client_id = '{c}'
union all select 'odata: rejected records', count(*)::text from ops.rejected_record where client_id = '{c}'
""".replace("{c}", ODATA)


def ask(sql, url):
    """The pairs that a query gives. Only the address goes on the command line; a JDBC URL will do as well."""
    url = url and url.removeprefix("jdbc:")
    command = ["psql", "--no-psqlrc", "--csv", "--tuples-only", "--quiet", "--set", "ON_ERROR_STOP=1"]
    done = subprocess.run(command + ([url] if url else []), input=sql, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"psql failed: {done.stderr.strip()}")
    return {name: Decimal(value) if value else None for name, value in csv.reader(io.StringIO(done.stdout))}


def shown(value):
    return "-" if value is None else f"{Decimal(value).normalize():f}"


def compare(expected, found):
    """Prints figure after figure, and gives the number of those that differ."""
    different = 0
    print(f"{'figure':<46} {'expected':>20} {'found':>20}  equal")
    for name in [*expected, *(name for name in found if name not in expected)]:
        want, got = expected.get(name), found.get(name)
        equal = want is not None and got is not None and Decimal(want) == got
        different += not equal
        print(f"{name:<46} {shown(want):>20} {shown(got):>20}  {'yes' if equal else 'NO'}")
    print(f"{len(expected)} figures, {different} different")
    return different


def check(description, shop_expectations, shop_sql, odata_expectations, odata_sql):
    """The command line of this script, and of those beside it that compare other figures of the same two ERPs."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shop", metavar="CSV.GZ", help="the shop's order lines")
    parser.add_argument("--odata", metavar="JSON.GZ", help="the OData ERP's tables")
    parser.add_argument("--from", dest="first", default="2010-12-01", help="the shop's first day that was fetched")
    parser.add_argument("--to", dest="last", default="2011-02-28", help="the shop's last day that was fetched")
    parser.add_argument("--db-url", help="without a password in it")
    parser.add_argument("--expected-only", action="store_true", help="ask no database, print what it should hold")
    options = parser.parse_args()
    if not options.shop and not options.odata:
        parser.error("give --shop, --odata or both")
    expected, found = {}, {}
    if options.shop:
        expected.update(shop_expectations(options.shop, options.first, options.last))
        found.update({} if options.expected_only else ask(shop_sql, options.db_url))
    if options.odata:
        expected.update(odata_expectations(options.odata))
        found.update({} if options.expected_only else ask(odata_sql, options.db_url))
    if options.expected_only:
        for name, value in expected.items():
            print(f"{name:<46} {shown(value):>20}")
        return 0
    return 1 if compare(expected, found) else 0


if __name__ == "__main__":
    sys.exit(check(__doc__, shop_expectations, SHOP_SQL, odata_expectations, ODATA_SQL))
