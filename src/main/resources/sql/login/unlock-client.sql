select pg_advisory_unlock(hashtextextended('catwing login ' || ?, 0))
