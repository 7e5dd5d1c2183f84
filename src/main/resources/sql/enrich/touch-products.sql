-- after: supplier_terms, location_profile
-- Which products have their sources recomputed: those marked; or all, if the network itself has changed: a rule, a
-- supplier's effective lead time, a location's kind, or which ones are known. Runs after supplier_terms and
-- location_profile were written, whose changes left marks in this transaction.
create temporary table touched_product on commit drop as
select key as product_id
from ops.enrich_touched
where client_id = current_setting('catwing.client') and kind = 'product'
union
select k.product_id
from (
    select client_id, product_id from general.product
    union all select client_id, product_id from general.supply_source
) as k
where k.client_id = current_setting('catwing.client')
  and exists (
      select from ops.enrich_touched
      where client_id = current_setting('catwing.client') and kind in ('network', 'everything')
  );

analyze touched_product;

-- One row if there is anything of the supply network to do: rules alone may have problems to report, with or
-- without products.
create temporary table touched_network on commit drop as
select kind
from ops.enrich_touched
where client_id = current_setting('catwing.client') and kind in ('product', 'network', 'everything')
limit 1
