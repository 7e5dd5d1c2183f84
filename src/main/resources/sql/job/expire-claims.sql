delete from ops.claim
where renewed_at < clock_timestamp() - :silence * interval '1 millisecond'
returning kind, name, run_id, holder
