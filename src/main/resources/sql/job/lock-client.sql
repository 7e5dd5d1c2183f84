-- One run at a time fetches a client's data. Held by the session of the run.
select pg_try_advisory_lock(hashtextextended('catwing fetch ' || ?, 0))
