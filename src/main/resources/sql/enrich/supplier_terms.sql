-- after: touch-listed
-- scope: supplier_id in touched_supplier
-- general.supplier_terms: a supplier's terms of delivery.
--   grain       one row per supplier in the ERP or the workbook
--   units       lead_time_days in days; minimum_order as the source has it, in the client's currency; order_weekdays
--               ISO weekdays, 1 is Monday, null if any day will do
--   sources     general.static_supplier (workbook), general.supplier (ERP)
--   precedence  column by column: the workbook if it has a value, else the ERP; order_weekdays only in the workbook
select current_setting('catwing.client') as client_id,
       t.supplier_id,
       coalesce(w.name, e.name) as name,
       coalesce(w.country, e.country) as country,
       coalesce(w.lead_time_days, e.lead_time_days) as lead_time_days,
       case when w.lead_time_days is not null then 'workbook' when e.lead_time_days is not null then 'erp' end
           as lead_time_from,
       coalesce(w.minimum_order, e.minimum_order) as minimum_order,
       w.order_weekdays,
       coalesce(w.active, e.active) as active
from touched_supplier as t
left join general.static_supplier as w
    on w.client_id = current_setting('catwing.client') and w.supplier_id = t.supplier_id
left join general.supplier as e
    on e.client_id = current_setting('catwing.client') and e.supplier_id = t.supplier_id
where w.supplier_id is not null or e.supplier_id is not null
