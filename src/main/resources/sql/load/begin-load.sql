-- An ordinary load is over before a replay in bulk begins, or sees that it has begun; see lock-bulk-begin.
-- Loads of one client's entity run concurrently while they only add new orders (shared); one that collided with
-- another's rows is repeated alone (exclusive), and so always succeeds.
select case when ${ordinary} then pg_advisory_xact_lock_shared(hashtextextended('catwing bulk begin', 0))::text end,
       ${lock}(hashtextextended('catwing load ' || ?, 0));
-- The files' rejects are rewritten.
with former as (delete from ops.rejected_record where raw_key = any (?::text[]))
select exists (select from ops.put_aside);
-- Stored rows are compared as text, so their text must not depend on the server's settings; and no statement here lives
-- long enough for compiled code to pay.
set local timezone = 'UTC';
set local datestyle = 'ISO, YMD';
set local jit = off;
set local work_mem = '32MB'
