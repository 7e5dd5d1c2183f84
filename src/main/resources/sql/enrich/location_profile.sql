-- after: touch-listed
-- scope: location_id in touched_location
-- general.location_profile: a location's kind and position.
--   grain       one row per location in the ERP or the workbook
--   units       latitude and longitude in degrees; kind is store, warehouse or other, by the words below, in any case;
--               a kind that is none of these, or missing, is other
--   sources     general.listed_location (workbook), general.location (ERP)
--   precedence  column by column: the workbook if it has a value, else the ERP; the two coordinates go together;
--               country and active only in the ERP
select current_setting('catwing.client') as client_id,
       t.location_id,
       coalesce(w.name, e.name) as name,
       case
           when k.kind in ('store', 'shop', 'outlet', 'retail', 'retail store', 'branch', 'showroom') then 'store'
           when k.kind in (
               'warehouse', 'dc', 'distribution center', 'distribution centre', 'distribution_center', 'depot', 'hub',
               'central warehouse', 'fulfilment center', 'fulfilment centre', 'fulfillment center'
           ) then 'warehouse'
           else 'other'
       end as kind,
       coalesce(w.region, e.region) as region,
       e.country,
       case when num_nonnulls(w.latitude, w.longitude) = 2 then w.latitude else e.latitude end as latitude,
       case when num_nonnulls(w.latitude, w.longitude) = 2 then w.longitude else e.longitude end as longitude,
       coalesce(w.opened_on, e.opened_on) as opened_on,
       e.active
from touched_location as t
left join general.listed_location as w
    on w.client_id = current_setting('catwing.client') and w.location_id = t.location_id
left join general.location as e
    on e.client_id = current_setting('catwing.client') and e.location_id = t.location_id
-- By the C collation: the same words on every server.
cross join lateral (select lower(btrim(coalesce(w.kind, e.kind)) collate "C") as kind) as k
where w.location_id is not null or e.location_id is not null
