-- after:
-- Purchase orders that are new, gone, or have other receipts; and their former suppliers.
create temporary table touched_purchase on commit drop as
select purchase_order_id
from general.purchase_order
where current_setting('catwing.everything')::boolean and client_id = current_setting('catwing.client')
union
select o.purchase_order_id
from pending as p
join general.purchase_order as o on o.client_id = current_setting('catwing.client') and o.source_date = p.source_date
where not current_setting('catwing.everything')::boolean and p.entity = 'purchase_orders'
union
select o.purchase_order_id
from pending as p
join general.receiving_order as o on o.client_id = current_setting('catwing.client') and o.source_date = p.source_date
where not current_setting('catwing.everything')::boolean
  and p.entity = 'receiving_orders' and o.purchase_order_id is not null
union
select touched
from mark
where not current_setting('catwing.everything')::boolean and topic = 'purchase_order';
analyze touched_purchase;
create temporary table touched_supplier on commit drop as
select t.supplier_id
from touched_purchase as p
join stats.purchase_delivery as t
  on t.client_id = current_setting('catwing.client') and t.purchase_order_id = p.purchase_order_id
