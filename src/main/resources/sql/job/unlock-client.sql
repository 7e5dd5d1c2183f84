select pg_advisory_unlock(hashtextextended('catwing fetch ' || ?, 0))
