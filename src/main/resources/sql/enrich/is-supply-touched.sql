-- Rules alone may have problems that are to be told, with or without products.
select count(*)
from (
    select from ops.enrich_touched
    where client_id = current_setting('catwing.client') and kind in ('product', 'network', 'everything')
    limit 1
) as touched
