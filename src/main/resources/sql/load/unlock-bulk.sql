select pg_advisory_unlock(hashtextextended('catwing bulk replay', 0))
