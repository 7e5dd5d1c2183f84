select f.client_id, f.entity, count(*)
from ops.forgotten_file as f
where f.client_id = any (?)
  and not exists (select from ops.refused_file as r where r.raw_key = f.raw_key)
group by f.client_id, f.entity
order by f.client_id, f.entity
