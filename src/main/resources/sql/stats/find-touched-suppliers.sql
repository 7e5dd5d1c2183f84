-- after: newest_day, purchase_delivery
-- The current suppliers, and those for whom something has become due since.
insert into touched_supplier (supplier_id)
select t.supplier_id
from touched_purchase as p
join stats.purchase_delivery as t
  on t.client_id = current_setting('catwing.client') and t.purchase_order_id = p.purchase_order_id
union all
select t.supplier_id
from newest as n
join stats.purchase_delivery as t
  on t.client_id = current_setting('catwing.client')
 and t.expected_day > coalesce(least(n.before, n.day), '-infinity') and t.expected_day <= greatest(n.before, n.day)
where n.before is distinct from n.day
