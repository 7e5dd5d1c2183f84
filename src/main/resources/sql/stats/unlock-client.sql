select pg_advisory_unlock(hashtextextended('catwing stats ' || ?, 0))::text
