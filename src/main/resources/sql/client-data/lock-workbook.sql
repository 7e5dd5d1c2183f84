-- Of two concurrent runs the second waits, and then replaces what the first wrote.
select pg_advisory_xact_lock(hashtextextended(?, 0))
