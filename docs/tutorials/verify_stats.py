#!/usr/bin/env python3
"""Compares what stats.* says after the tutorial with what the data of the two ERPs says.

    verify_stats.py --shop online-retail.csv.gz --odata adventureworks.json.gz --db-url postgresql://…

Every figure is computed from the two data files alone, with exact decimals, and read from stats.* by psql; nothing of
CatWing takes part. What counts as sold, returned, due and on time is what docs/reference/statistics.md says. Options as for
verify_counts.py. Prints a table and exits 1 when anything differs.
"""
import csv
import gzip
import json
import sys
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext

from verify_counts import ODATA, SHOP, check

SIX = Decimal("0.000001")


def six(number):
    """As the statistics are kept: six decimals, halves away from zero."""
    return number.quantize(SIX, rounding=ROUND_HALF_UP)


def shop_expectations(path, first, last):
    """Of the order lines from first to last, which is the newest day."""
    newest = date.fromisoformat(last)
    net, gross, sold, returned, cancelled = Counter(), Counter(), Counter(), Counter(), Counter()
    of_product, within, rolling = Counter(), Counter(), Counter()
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            day = row["InvoiceDate"][:10]
            if not first <= day <= last:
                continue
            quantity = int(row["Quantity"])
            amount = quantity * Decimal(row["UnitPrice"])
            if quantity < 0:
                returned[day] -= quantity
            elif row["InvoiceNo"].startswith("C"):
                cancelled[day] += quantity
                continue
            else:
                sold[day] += quantity
                gross[day] += amount
            net[day] += amount
            of_product[row["StockCode"]] += amount
            age = (newest - date.fromisoformat(day)).days
            for window in (7, 28, 90):
                if age < window:
                    rolling[window] += amount
            if age < 90:
                within[row["StockCode"]] += amount
    for day in sorted(sold.keys() | returned.keys()):
        yield f"shop: net revenue {day}", net[day]
        yield f"shop: gross revenue {day}", gross[day]
        yield f"shop: returned quantity {day}", returned[day]
    best = sorted(of_product.items(), key=lambda item: (-item[1], item[0].encode()))
    for rank, (product, revenue) in enumerate(best[:20], 1):
        yield f"shop: best product {rank:02} is {product}", revenue
    yield "shop: sold quantity", sum(sold.values())
    yield "shop: returned quantity", sum(returned.values())
    yield "shop: cancelled quantity", sum(cancelled.values())
    with localcontext() as context:
        context.prec = 60
        yield "shop: return rate", six(Decimal(sum(returned.values())) / sum(sold.values()))
    for window in (7, 28, 90):
        yield f"shop: net revenue of {window} days", rolling[window]
    classes = abc(within)
    for letter in "ABC":
        yield f"shop: products of class {letter}", classes[letter]


def abc(revenue):
    """How many products of each class."""
    whole = sum(amount for amount in revenue.values() if amount > 0)
    classes, before = Counter(), Decimal(0)
    for _, amount in sorted(revenue.items(), key=lambda item: (-item[1], item[0].encode())):
        if amount > 0 and before < Decimal("0.80") * whole:
            classes["A"] += 1
        elif amount > 0 and before < Decimal("0.95") * whole:
            classes["B"] += 1
        else:
            classes["C"] += 1
        before += max(amount, Decimal(0))
    return classes


SHOP_SQL = """
with day as (
    select day, sum(net_revenue) as net, sum(gross_revenue) as gross, sum(returned_quantity) as returned
      from stats.daily_sales where client_id = '{c}' group by day),
best as (
    select product_id, sum(net_revenue) as net,
           row_number() over (order by sum(net_revenue) desc, product_id collate "C") as place
      from stats.daily_sales where client_id = '{c}' group by product_id),
newest as (
    select r.* from stats.rolling_sales r join stats.newest_day n using (client_id, day) where client_id = '{c}')
select 'shop: net revenue ' || day, net::text from day
union all select 'shop: gross revenue ' || day, gross::text from day
union all select 'shop: returned quantity ' || day, returned::text from day
union all select 'shop: best product ' || to_char(place, 'FM00') || ' is ' || product_id, net::text
    from best where place <= 20
union all select 'shop: sold quantity', sum(sold_quantity)::text from stats.daily_sales where client_id = '{c}'
union all select 'shop: returned quantity', sum(returned_quantity)::text from stats.daily_sales where client_id = '{c}'
union all select 'shop: cancelled quantity', sum(cancelled_quantity)::text from stats.daily_sales where client_id = '{c}'
union all select 'shop: return rate', round(sum(returned_quantity) / sum(sold_quantity), 6)::text
    from stats.daily_sales where client_id = '{c}'
union all select 'shop: net revenue of 7 days', sum(net_revenue_7)::text from newest
union all select 'shop: net revenue of 28 days', sum(net_revenue_28)::text from newest
union all select 'shop: net revenue of 90 days', sum(net_revenue_90)::text from newest
union all select 'shop: products of class ' || abc_class, count(*)::text
    from stats.abc_class where client_id = '{c}' group by abc_class
""".replace("{c}", SHOP)


def odata_expectations(path):
    """Of every purchase order line; all of them were due long before the tutorial's day."""
    with gzip.open(path, "rb") as file:
        tables = json.loads(file.read().decode("utf-8"), parse_float=Decimal)
    orders = {order["PurchaseOrderID"]: order for order in tables["PurchaseOrderHeader"]}
    lead, lines, ordered, accepted, on_time = defaultdict(list), Counter(), Counter(), Counter(), Counter()
    for line in tables["PurchaseOrderDetail"]:
        order = orders[line["PurchaseOrderID"]]
        vendor, quantity = order["VendorID"], Decimal(line["OrderQty"])
        due = date.fromisoformat(line["DueDate"][:10])
        lines[vendor] += 1
        ordered[vendor] += quantity
        if line["ReceivedQty"]:
            # What was received came on the day it was due: the ERP makes its receipts so.
            lead[vendor].append((due - date.fromisoformat(order["OrderDate"][:10])) // timedelta(days=1))
            on_time[vendor] += 1
            accepted[vendor] += max(Decimal(0), min(Decimal(line["ReceivedQty"]) - Decimal(line["RejectedQty"]), quantity))
    for vendor in sorted(lines):
        yield f"odata: lines of vendor {vendor}", lines[vendor]
        with localcontext() as context:
            context.prec = 60
            yield f"odata: fill rate of vendor {vendor}", six(accepted[vendor] / ordered[vendor])
            yield f"odata: on time rate of vendor {vendor}", six(Decimal(on_time[vendor]) / lines[vendor])
            if lead[vendor]:
                yield f"odata: mean lead time of vendor {vendor}", six(mean(lead[vendor]))
                yield f"odata: lead time p95 of vendor {vendor}", six(percentile(lead[vendor], Decimal("0.95")))
            if len(lead[vendor]) > 1:
                yield f"odata: lead time stddev of vendor {vendor}", six(deviation(lead[vendor]))
    yield "odata: lines of all vendors", sum(lines.values())
    with localcontext() as context:
        context.prec = 60
        yield "odata: fill rate of all vendors", six(sum(accepted.values()) / sum(ordered.values()))


def mean(days):
    return Decimal(sum(days)) / len(days)


def deviation(days):
    middle = mean(days)
    return (sum((day - middle) ** 2 for day in days) / (len(days) - 1)).sqrt()


def percentile(days, share):
    days = sorted(days)
    at = share * (len(days) - 1)
    below = int(at)
    above = min(below + 1, len(days) - 1)
    return days[below] + (at - below) * (days[above] - days[below])


ODATA_SQL = """
with vendor as (select * from stats.supplier_performance where client_id = '{c}')
select 'odata: lines of vendor ' || supplier_id, due_lines::text from vendor
union all select 'odata: fill rate of vendor ' || supplier_id, fill_rate::text from vendor
union all select 'odata: on time rate of vendor ' || supplier_id, on_time_rate::text from vendor
union all select 'odata: mean lead time of vendor ' || supplier_id, lead_time_mean::text
    from vendor where lead_time_mean is not null
union all select 'odata: lead time p95 of vendor ' || supplier_id, lead_time_p95::text
    from vendor where lead_time_p95 is not null
union all select 'odata: lead time stddev of vendor ' || supplier_id, lead_time_stddev::text
    from vendor where lead_time_stddev is not null
union all select 'odata: lines of all vendors', count(*)::text from stats.purchase_delivery where client_id = '{c}'
union all select 'odata: fill rate of all vendors', round(sum(accepted_quantity) / sum(ordered_quantity), 6)::text
    from stats.purchase_delivery where client_id = '{c}'
""".replace("{c}", ODATA)


if __name__ == "__main__":
    sys.exit(check(__doc__, shop_expectations, SHOP_SQL, odata_expectations, ODATA_SQL))
