-- Whether it is a superuser, and whether we may take over what it owns.
select rolsuper, pg_has_role(current_user, oid, 'member') from pg_roles where rolname = ?
