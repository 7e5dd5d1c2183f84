-- One load of a client's images at a time: held until the commit.
select pg_advisory_xact_lock(hashtextextended('product-images ' || ?, 0))
