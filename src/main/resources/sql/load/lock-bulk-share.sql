-- Held by each session that fills a share, and with it this share alone; the session that rebuilds alone excludes them all.
select pg_try_advisory_lock_shared(hashtextextended('catwing bulk replay', 0))
    and pg_try_advisory_lock(hashtextextended('catwing bulk share', ${share}))
