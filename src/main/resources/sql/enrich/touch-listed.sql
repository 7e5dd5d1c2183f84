-- after:
-- Which suppliers, locations and images are recomputed: those marked, or all known ones, including those in the target
-- tables, so that rows that should not exist are deleted.
create temporary table touched on commit drop as
select distinct kind, key from ops.enrich_touched where client_id = current_setting('catwing.client');

create temporary table touched_supplier on commit drop as
select key as supplier_id from touched where kind = 'supplier'
union
select k.supplier_id
from (
    select client_id, supplier_id from general.supplier
    union all select client_id, supplier_id from general.static_supplier
    union all select client_id, supplier_id from general.supplier_terms
) as k
where k.client_id = current_setting('catwing.client') and exists (select from touched where kind = 'everything');

create temporary table touched_location on commit drop as
select key as location_id from touched where kind = 'location'
union
select k.location_id
from (
    select client_id, location_id from general.location
    union all select client_id, location_id from general.listed_location
    union all select client_id, location_id from general.location_profile
) as k
where k.client_id = current_setting('catwing.client') and exists (select from touched where kind = 'everything');

-- An image comes and goes with its product, too.
create temporary table touched_picture on commit drop as
select key as product_id from touched where kind in ('image', 'product')
union
select k.product_id
from (
    select client_id, product_id from general.product_image
    union all select client_id, product_id from general.product_picture
) as k
where k.client_id = current_setting('catwing.client') and exists (select from touched where kind = 'everything');

analyze touched_supplier;
analyze touched_location;
analyze touched_picture
