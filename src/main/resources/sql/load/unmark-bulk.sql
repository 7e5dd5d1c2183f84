with shares as (delete from ops.bulk_share)
delete from ops.bulk_replay
