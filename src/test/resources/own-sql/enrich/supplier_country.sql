-- after: supplier_terms
-- scope: client
select client_id, coalesce(country, '') as country, count(*) as suppliers
from general.supplier_terms
group by client_id, coalesce(country, '')
