-- Held by the session for as long as the run lives.
select pg_try_advisory_lock(hashtextextended('catwing run ' || ?, 0))
