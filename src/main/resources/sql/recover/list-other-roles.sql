-- Those for which our role may have recovered: it is a member of each, which of a superuser would say nothing.
select quote_ident(rolname)
from pg_roles
where rolcanlogin
  and pg_has_role(oid, 'member')
  and rolname not in (current_user, ?)
  and not (select rolsuper from pg_roles where rolname = current_user)
order by rolname
