-- The first process takes the indexes off; the others wait until it has. And whoever takes them off waits until the ordinary loads
-- at work have committed, whose rows it then sees: see begin-load.
select pg_advisory_xact_lock(hashtextextended('catwing bulk begin', 0))
