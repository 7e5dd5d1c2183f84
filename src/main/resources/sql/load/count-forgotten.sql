-- What was forgotten and not loaded since, by the mapping that last refused it, if one did. A service of an earlier version leaves what it loads in the table.
select f.client_id, f.entity, r.mapping_version, count(*)
from ops.forgotten_file as f
left join ops.refused_file as r using (raw_key)
where f.client_id = any (?)
  and not exists (select from ops.ledger as l where l.raw_key = f.raw_key)
group by f.client_id, f.entity, r.mapping_version
order by f.client_id, f.entity
