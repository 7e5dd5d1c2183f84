-- One enrichment of a client at a time. Held by the session and taken before its transaction begins: the transaction must
-- see what the previous enrichment has committed.
select pg_advisory_lock(hashtextextended('catwing enrich ' || ?, 0))
