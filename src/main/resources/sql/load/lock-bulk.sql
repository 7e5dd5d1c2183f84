-- Held by the session that rebuilds; released when its process dies.
select pg_try_advisory_lock(hashtextextended('catwing bulk replay', 0))
