delete from ops.claim
where holder in (:holders)
returning kind, name, run_id, holder
