-- One process at a time works on a run of a client.
select pg_advisory_xact_lock(hashtextextended('ml ' || ? || ' ' || ?, 0))
