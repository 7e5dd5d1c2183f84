-- Records that were rejected, the newest day first.
select raw_key, position, field, reason, record
from ops.rejected_record
where client_id = any (cast(:clients as text []))
  and (cast(:entity as text) is null or entity = :entity)
order by source_date desc, client_id, entity, position
limit :rows
