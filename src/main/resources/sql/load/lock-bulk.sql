-- Held by the session that rebuilds; a process that dies gives it back.
select pg_try_advisory_lock(hashtextextended('catwing bulk replay', 0))
