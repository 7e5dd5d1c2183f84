-- Terminates the sessions on a database that our role may terminate, and lists all. The server's own workers have no role: the
-- server stops them itself for a drop or a rename.
select a.pid, a.usename, a.application_name,
       case
           when r.oid is null then false
           when (select rolsuper from pg_roles where rolname = current_user)
               or (not r.rolsuper and (pg_has_role(r.oid, 'usage') or pg_has_role('pg_signal_backend', 'usage')))
               then pg_terminate_backend(a.pid)
           else false
       end
from pg_stat_activity as a
left join pg_roles as r on r.oid = a.usesysid
where a.datname = ? and a.pid <> pg_backend_pid()
order by a.pid
