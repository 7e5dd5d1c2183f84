-- Records that were rejected, by reason, the most frequent first, each with its newest examples. What follows the colon of a
-- reason is the value of one record.
with counted as (
    select client_id, entity, split_part(reason, ': ', 1) as fact, count(*) as records, max(source_date) as newest
    from ops.rejected_record
    where client_id = any (cast(:clients as text []))
      and (cast(:entity as text) is null or entity = :entity)
    group by 1, 2, 3
    order by records desc, client_id, entity, fact
    limit :rows offset :skip
)
select c.client_id, c.entity, c.fact, c.records, c.newest, e.raw_key, e.position, e.field, e.reason, e.record
from counted as c
cross join lateral (
    select r.raw_key, r.position, r.field, r.reason, r.record, r.source_date
    from ops.rejected_record as r
    where r.client_id = c.client_id and r.entity = c.entity and split_part(r.reason, ': ', 1) = c.fact
    order by r.source_date desc, r.raw_key, r.position
    limit :examples
) as e
order by c.records desc, c.client_id, c.entity, c.fact, e.source_date desc, e.raw_key, e.position
