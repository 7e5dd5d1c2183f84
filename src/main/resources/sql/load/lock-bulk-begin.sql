-- The first process takes the indexes off; the others wait until it has.
select pg_advisory_xact_lock(hashtextextended('catwing bulk begin', 0))
