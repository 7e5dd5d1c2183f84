-- after: find-touched-lists
-- stats.price_change: a price that follows another one.
-- Grain: client, price list, product, minimum quantity (0 if there is none), first day of the new price.
-- Units: prices in the list's currency; change_rate is a share of the old price.
-- Prices of a list follow each other by the first day of their validity, or the list's if they have none; one without
-- any has always been valid and comes first. Of two with the same day the one with the greater line id (in byte order) counts. A
-- price equal to the previous one is not a change. Cancellations and returns do not occur here.
delete from stats.price_change as t
using touched_list as l
where t.client_id = current_setting('catwing.client') and t.pricing_list_id = l.pricing_list_id;

insert into stats.price_change
    (client_id, pricing_list_id, product_id, minimum_quantity, day, old_price, new_price, change, change_rate)
with price as (
    select distinct on (l.pricing_list_id, product_id, minimum_quantity, day)
        l.pricing_list_id, coalesce(l.product_id, '') as product_id,
        round(coalesce(l.minimum_quantity, 0), 6) as minimum_quantity,
        coalesce(l.valid_from, h.valid_from) as day, round(l.price, 6) as price
    from touched_list as t
    join general.pricing_list as h
      on h.client_id = current_setting('catwing.client') and h.pricing_list_id = t.pricing_list_id
    join general.pricing_list_line as l
      on l.client_id = current_setting('catwing.client') and l.pricing_list_id = t.pricing_list_id
    where l.price is not null
    order by l.pricing_list_id, product_id, minimum_quantity, day, l.line_id collate "C" desc
),
followed as (
    select *, lag(price) over (
        partition by pricing_list_id, product_id, minimum_quantity order by day nulls first
    ) as old_price
    from price
)
select current_setting('catwing.client'), pricing_list_id, product_id, minimum_quantity, day, old_price, price,
    price - old_price, (price - old_price) / nullif(old_price, 0)
from followed
where price <> old_price
