-- Of each pair of a client and an entity: its first day, the first day from there on that the ledger lacks, and the days of a
-- window that it holds.
select p.client_id,
       p.entity,
       b.first_day,
       case
           when :gaps then coalesce(
               (
                   select b.first_day + d.nth
                   from (
                       select l.source_date, cast(row_number() over (order by l.source_date) - 1 as integer) as nth
                       from ops.ledger as l
                       where l.client_id = p.client_id and l.entity = p.entity and l.source_date >= b.first_day
                   ) as d
                   where d.source_date <> b.first_day + d.nth
                   order by d.source_date
                   limit 1
               ),
               greatest(b.last_day + 1, b.first_day)
           )
       end as first_missing,
       array(
           select l.source_date
           from ops.ledger as l
           where l.client_id = p.client_id and l.entity = p.entity and l.source_date between :from and :to
       ) as held
from unnest(
    cast(:clients as text []), cast(:entities as text []), cast(cast(:starts as text []) as date [])
) as p (client_id, entity, start_day)
cross join lateral (
    select coalesce(p.start_day, min(l.source_date)) as first_day, max(l.source_date) as last_day
    from ops.ledger as l
    where l.client_id = p.client_id and l.entity = p.entity
) as b
