select pg_advisory_unlock(hashtextextended('catwing enrich ' || ?, 0))
