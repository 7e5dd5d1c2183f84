-- Held by the session, since what is written meanwhile is committed at once.
select pg_try_advisory_lock(hashtextextended('catwing login ' || ?, 0))
