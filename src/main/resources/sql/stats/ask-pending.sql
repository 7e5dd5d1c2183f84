-- Whether there is anything to do, and whether it is everything: because a time zone shifted all days, or because the existing
-- statistics were computed by different files, or by nobody knows which: a recovery copies statistics without their checksum.
select exists (select from mark) or exists (select from touched_cost) or other.files,
       exists (select from mark where topic = 'client') or other.files
from (
    select not exists (
        select from ops.stats_checksum
        where client_id = current_setting('catwing.client') and checksum = current_setting('catwing.checksum')
    ) as files
) as other
