-- Whether there are statistics of a client, and whether sales or stock of a day or before it were loaded since they were computed.
select exists (select from stats.newest_day where client_id = ?),
       exists (
           select from ops.stats_touched
           where client_id = ?
             and (topic = 'client' or topic = 'file' and touched in ('sales_orders', 'inventory') and day <= ?)
       )
