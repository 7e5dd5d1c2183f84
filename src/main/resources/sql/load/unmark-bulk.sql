delete from ops.bulk_replay
