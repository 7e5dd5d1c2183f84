-- Keeps every load of the entity out; the same lock as in begin-load.
select pg_advisory_xact_lock(hashtextextended('catwing load ' || ?, 0))
