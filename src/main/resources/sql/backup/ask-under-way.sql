-- Whether somebody holds the lock that describe-snapshot takes: asking for it would refuse a backup that begins meanwhile.
select exists (
    select
    from pg_locks
    where locktype = 'advisory'
      and database = (select oid from pg_database where datname = current_database())
      and classid::bigint = hashtext('catwing')::bigint & 4294967295
      and objid::bigint = hashtext('backup')::bigint & 4294967295
      and objsubid = 2
      and granted)
