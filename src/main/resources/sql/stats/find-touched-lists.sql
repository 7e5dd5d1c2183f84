-- after:
create temporary table touched_list on commit drop as
select o.pricing_list_id
from general.pricing_list as o
where current_setting('catwing.everything')::boolean and o.client_id = current_setting('catwing.client')
union
select o.pricing_list_id
from pending as p
join general.pricing_list as o on o.client_id = current_setting('catwing.client') and o.source_date = p.source_date
where not current_setting('catwing.everything')::boolean and p.entity = 'pricing_lists'
union
select touched
from mark
where not current_setting('catwing.everything')::boolean and topic = 'pricing_list';
analyze touched_list
