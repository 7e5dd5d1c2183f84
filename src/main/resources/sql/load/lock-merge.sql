-- Merges of one client's entity come one after the other: each sees what the one before it committed.
select pg_advisory_xact_lock(hashtextextended('catwing merge ' || ?, 0))
