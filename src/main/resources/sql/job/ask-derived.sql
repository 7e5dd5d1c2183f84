-- Whether something was loaded that enrichment or statistics do not account for, or images could not be fetched, as a run leaves it
-- whose database or bucket went away; when a file was loaded last; and how often and when last a run failed after its files, since it
-- went well.
select exists (select from ops.enrich_touched where client_id = :client)
           or exists (select from ops.stats_touched where client_id = :client)
           or 'FAILED' = (
               select outcome from ops.run_step
               where client_id = :client and subject = 'fetch' and stage = 'product-images'
               order by ended_at desc limit 1
           ),
       (select max(loaded_at) from ops.ledger where client_id = :client and source_date >= :from),
       failed.times, failed.last
from (
    select count(*) as times, max(ended_at) as last
    from ops.run_step as failed
    where client_id = :client and outcome = 'FAILED' and source_date is null
      and not exists (
          select from ops.run_step as fine
          where fine.client_id = :client and fine.outcome <> 'FAILED' and fine.ended_at > failed.ended_at
            -- What ended early has no stage of its own that could go well; statistics are the last one.
            and fine.stage = case failed.stage when 'run' then 'stats' else failed.stage end
      )
) as failed
