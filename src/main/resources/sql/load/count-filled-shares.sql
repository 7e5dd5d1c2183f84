-- No row where no replay in shares is under way.
select shares, (select count(*) from ops.bulk_share where filled_at is not null) filled
from ops.bulk_replay
where shares is not null
