-- Whether there is anything to do, and whether it is everything: because a time zone shifted all days, or because the existing
-- statistics were computed by different files, or by nobody knows which: a recovery copies statistics without their checksum.
-- newest_day stands for all of them but those that no day of sales, stock or purchases comes with. And whether there are marks: those of the
-- topic own are of statistics that are computed in every run anyway.
select exists (select from mark where topic <> 'own') or exists (select from touched_cost) or other.files,
       exists (select from mark where topic = 'client') or other.files,
       exists (select from mark)
from (
    select coalesce(
        known.checksum <> current_setting('catwing.checksum'),
        exists (select from stats.newest_day where client_id = client.client_id)
            or exists (select from stats.transfer_flow where client_id = client.client_id)
            or exists (select from stats.store_fulfilment where client_id = client.client_id)
            or exists (select from stats.price_change where client_id = client.client_id)
    ) as files
    from (select current_setting('catwing.client') as client_id) as client
    left join ops.stats_checksum as known using (client_id)
) as other
