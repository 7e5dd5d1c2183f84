-- Excludes every load of the entity; the same lock as in begin-load.
select pg_advisory_xact_lock(hashtextextended('catwing load ' || ?, 0))
