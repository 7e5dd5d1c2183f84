-- Whether there is anything to do, and whether it is everything: because a time zone shifted all days, or because the existing
-- statistics were computed by different files.
select exists (select from pending) or exists (select from touched_cost) or exists (select from mark) or other.files,
       exists (select from mark where topic = 'client') or other.files
from (
    select case
        when exists (select from ops.stats_checksum where client_id = current_setting('catwing.client')) then
            not exists (
                select from ops.stats_checksum
                where client_id = current_setting('catwing.client') and checksum = current_setting('catwing.checksum')
            )
        else exists (select from ops.stats_ledger where client_id = current_setting('catwing.client'))
    end as files
) as other
