-- Held by the session, not the transaction: a run that waited here must not have taken its snapshot before.
select pg_advisory_lock(hashtextextended('catwing stats ' || ?, 0))
