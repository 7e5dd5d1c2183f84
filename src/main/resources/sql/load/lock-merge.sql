-- Merges of one client's entity are serialized: each sees what the previous one committed.
select pg_advisory_xact_lock(hashtextextended('catwing merge ' || ?, 0))
