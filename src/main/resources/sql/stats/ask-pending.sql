-- Whether there is anything to do, and whether it is everything: because a time zone shifted all days, or because the existing
-- statistics were computed by different files, or by nobody knows which: a recovery copies statistics without their checksum.
select exists (select from mark) or exists (select from touched_cost) or other.files,
       exists (select from mark where topic = 'client') or other.files
from (
    select coalesce(known.checksum <> current_setting('catwing.checksum'), newest.client_id is not null) as files
    from (select current_setting('catwing.client') as client_id) as client
    left join ops.stats_checksum as known using (client_id)
    left join stats.newest_day as newest using (client_id)
) as other
