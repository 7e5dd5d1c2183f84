-- Which entities of each day the database holds of one client.
select source_date,
       array_agg(entity order by entity) as entities,
       sum(rows_loaded) as records,
       sum(rows_rejected) as rejected
from ops.ledger
where client_id = :client and source_date between :from and :to
group by source_date
order by source_date
