select pg_try_advisory_lock(hashtextextended('catwing recovery of ' || ?, 0))
